/// What people and machines say when they answer, made up for these tests.
struct GreetingTexts: Sendable {
    /// Voices of espeak-ng.
    let voices: [String]
    /// A person at home.
    let home: [String]
    /// A person at work, who says a sentence.
    let work: [String]
    let machine: [String]

    static let all = [english, german, hungarian, french, spanish, italian, polish]

    static let english = GreetingTexts(
        voices: ["en-us", "en-gb"],
        home: [
            "Hello?", "Yes?", "Hello, who is this?", "Hi, this is John.", "Anna Miller.",
            "Smith speaking, good morning.", "Hello? Hello?",
        ],
        work: [
            "Good morning, Miller and Sons, this is Karen.",
            "Green Garden Centre, how can I help you?",
            "Thank you for calling City Dental, Susan speaking, how may I help you?",
            "Accounts department, Peter Brown speaking.",
        ],
        machine: [
            "Hi, you have reached the Millers. We are not at home right now. Please leave a message "
                + "after the tone.",
            "Hello, this is John. I can't take your call. Leave your name and number and I will call "
                + "you back.",
            "The person you are calling is not available. Please leave a message after the beep.",
            "You have reached the voice mail of five, five, five, one, two, three, four. Please "
                + "record your message after the tone.",
            "Thank you for calling. Our office is closed. We are open Monday to Friday from nine to "
                + "five. Please leave your name and telephone number after the tone, and we will "
                + "return your call.",
        ])

    static let german = GreetingTexts(
        voices: ["de"],
        home: ["Hallo?", "Ja bitte?", "Müller.", "Schmidt, guten Tag.", "Anna Weber, hallo?"],
        work: [
            "Autohaus Becker, Schneider, guten Tag.",
            "Praxis Doktor Wagner, mein Name ist Klein, was kann ich für Sie tun?",
            "Firma Hoffmann, Buchhaltung, Fischer am Apparat.",
        ],
        machine: [
            "Guten Tag, Sie sind verbunden mit dem Anschluss der Familie Müller. Wir sind zur Zeit "
                + "nicht erreichbar. Bitte hinterlassen Sie eine Nachricht nach dem Signalton.",
            "Hallo, hier ist der Anrufbeantworter von Peter Schmidt. Ich bin gerade nicht da. Bitte "
                + "sprechen Sie nach dem Ton.",
            "Der gewünschte Gesprächspartner ist zur Zeit nicht erreichbar. Bitte hinterlassen Sie "
                + "eine Nachricht nach dem Ton.",
        ])

    static let hungarian = GreetingTexts(
        voices: ["hu"],
        home: ["Halló?", "Tessék?", "Igen?", "Kovács lakás, jó napot.", "Szabó Péter, tessék."],
        work: [
            "Jó napot kívánok, Nagy és Társa, Kiss Anna vagyok.",
            "Városi Könyvtár, Horváth Éva, miben segíthetek?",
        ],
        machine: [
            "Üdvözlöm, ez a Kovács család üzenetrögzítője. Most nem tudjuk felvenni a telefont. "
                + "Kérem, hagyjon üzenetet a sípszó után.",
            "A hívott szám jelenleg nem elérhető. Kérjük, hagyjon üzenetet a sípszó után.",
            "Jó napot kívánok, irodánk jelenleg zárva tart. Nyitvatartási időnk hétfőtől péntekig "
                + "nyolctól tizenhat óráig. Kérjük, mondja be nevét és telefonszámát.",
        ])

    static let french = GreetingTexts(
        voices: ["fr-fr"],
        home: ["Allô ?", "Oui, allô ?", "Allô, bonjour.", "Oui, Martin à l'appareil."],
        work: [
            "Société Dupont, bonjour.",
            "Cabinet du docteur Bernard, Sophie à l'appareil, que puis-je pour vous ?",
        ],
        machine: [
            "Bonjour, vous êtes bien chez la famille Martin. Nous sommes absents pour le moment. "
                + "Laissez-nous un message après le bip sonore.",
            "Votre correspondant n'est pas disponible. Veuillez laisser un message après le bip.",
        ])

    static let spanish = GreetingTexts(
        voices: ["es"],
        home: ["¿Diga?", "¿Sí?", "¿Hola, quién es?", "Dígame."],
        work: [
            "Talleres García, buenos días.",
            "Clínica San José, le atiende María, ¿en qué puedo ayudarle?",
        ],
        machine: [
            "Hola, has llamado a casa de los García. Ahora no podemos ponernos al teléfono. Deja tu "
                + "mensaje después de la señal.",
            "El teléfono al que llama no está disponible en este momento. Por favor, deje su mensaje "
                + "después de oír la señal.",
        ])

    static let italian = GreetingTexts(
        voices: ["it"],
        home: ["Pronto?", "Pronto, chi parla?", "Sì, pronto."],
        work: ["Studio Rossi, buongiorno.", "Officina Bianchi, sono Marco, come posso aiutarla?"],
        machine: [
            "Ciao, sono Marco. In questo momento non posso rispondere. Lasciate un messaggio dopo il "
                + "segnale acustico.",
            "Il cliente da lei chiamato non è al momento raggiungibile. La preghiamo di lasciare un "
                + "messaggio dopo il segnale.",
        ])

    static let polish = GreetingTexts(
        voices: ["pl"],
        home: ["Halo?", "Tak, słucham?", "Nowak, dzień dobry."],
        work: ["Firma Kowalski, dzień dobry, Anna Wójcik, w czym mogę pomóc?"],
        machine: [
            "Dzień dobry, tu automatyczna sekretarka rodziny Nowak. Nie możemy teraz odebrać "
                + "telefonu. Prosimy zostawić wiadomość po sygnale.",
            "Abonent jest chwilowo niedostępny. Proszę zostawić wiadomość po usłyszeniu sygnału.",
        ])
}
