import DialMath
import DialModel
import DialWorld

/// Reading what may differ by the time of day, and may be replaced by events.
extension ScenarioReader {
    /// A value of any form.
    ///
    /// - Parameter name: of the section and the key, which is what an event replaces.
    func setting<Value>(
        _ section: Section, _ key: String, _ name: String, _ form: Form<Value>,
        _ place: WritableKeyPath<World, Value>
    ) {
        guard let entry = section.entry(key), let daily = form.daily.read(entry) else { return }
        settings[name] = Setting(line: entry.line, daily) { $0[keyPath: place] = $1 }
    }

    /// A time that varies; in an event also `{times: 2}`, twice as long as it was.
    func time(
        _ section: Section, _ key: String, _ name: String,
        _ place: WritableKeyPath<World, Distribution>
    ) {
        guard let entry = section.entry(key) else { return }
        if let factor = factor(entry) {
            guard let factor = factor.read() else { return }
            var setting = Setting(line: entry.line) { world, _ in
                world[keyPath: place] = world[keyPath: place].scaled(by: factor)
            }
            setting.isRelative = true
            settings[name] = setting
        } else if let daily = Form.varying.daily.read(entry) {
            settings[name] = Setting(line: entry.line, daily) { $0[keyPath: place] = $1 }
        }
    }

    /// A time that varies, or `none`.
    func time(
        _ section: Section, _ key: String, _ name: String,
        _ place: WritableKeyPath<World, Distribution?>, _ form: Form<Distribution> = .varying
    ) {
        guard let entry = section.entry(key) else { return }
        if let factor = factor(entry) {
            guard let factor = factor.read() else { return }
            var setting = Setting(line: entry.line) { world, _ in
                world[keyPath: place] = world[keyPath: place]?.scaled(by: factor)
            }
            setting.isRelative = true
            setting.needsBase = true
            settings[name] = setting
        } else if let daily = form.or("none").daily.read(entry) {
            settings[name] = Setting(line: entry.line, daily) { $0[keyPath: place] = $1 }
        }
    }

    /// The factor of `{times: 2}`, to be read; nil when it is not written like that.
    private func factor(_ entry: Entry) -> Factor? {
        guard isEvent, entry.names == ["times"], let times = entry.entries?.first else {
            return nil
        }
        return Factor(entry: times)
    }

    private struct Factor {
        let entry: Entry
        func read() -> Double? { Form<Double>.number(above: 0, atMost: 1_000).read(entry) }
    }
}
