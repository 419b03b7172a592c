/// `text` as a JSON string, with its quotes.
///
/// > Source: RFC 8259, section 7.
package func jsonString(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
    {
        return "\"" + text + "\""
    }
    var json = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": json += "\\\""
        case "\\": json += "\\\\"
        case "\n": json += "\\n"
        case "\r": json += "\\r"
        case "\t": json += "\\t"
        case let control where control.value < 0x20:
            let digits = String(control.value, radix: 16)
            json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: json.unicodeScalars.append(scalar)
        }
    }
    return json + "\""
}

func jsonArray(_ texts: [String]) -> String {
    "[" + texts.map(jsonString).joined(separator: ",") + "]"
}

/// An object whose keys stand in the order given.
func jsonObject(_ members: [(name: String, value: String)]) -> String {
    var json = "{"
    for (name, value) in members {
        if json.utf8.count > 1 { json += "," }
        json += jsonString(name)
        json += ":"
        json += jsonString(value)
    }
    return json + "}"
}
