/// The units of measure that a number is given in, in both languages, folded.
enum MeasureWords {
    /// The byte after the unit that follows a number: "40 metres", « 12 km carrés », "3 square miles"; nil where none
    /// does.
    static func end(after number: Range<Int>, in words: [NameScanner.Word]) -> Int? {
        guard var place = words.firstIndex(where: { $0.range.lowerBound >= number.upperBound }),
            words[place].isJoined
        else { return nil }
        if powers.contains(words[place].folded), place + 1 < words.count { place += 1 }
        guard units.contains(words[place].folded) else { return nil }
        if place + 1 < words.count, words[place + 1].isJoined, powers.contains(words[place + 1].folded) {
            place += 1
        }
        // « 50 km/h », "5 miles per hour".
        if place + 1 < words.count, rates.contains(words[place + 1].folded) {
            let between = words[place + 1].range.lowerBound - words[place].range.upperBound
            if between == 1, !words[place + 1].isJoined { place += 1 }
        }
        if place + 2 < words.count, ["per", "par", "an"].contains(words[place + 1].folded),
            ["hour", "heure", "second", "seconde"].contains(words[place + 2].folded)
        {
            place += 2
        }
        return words[place].range.upperBound
    }

    private static let rates: Set<String> = ["h", "s", "an", "ha", "l", "kg"]

    private static let powers: Set<String> = [
        "square", "cubic", "carre", "carres", "cube", "cubes", "nautical", "nautiques",
    ]
    private static let units = Set(
        """
        mm cm m km metre metres meter meters kilometre kilometres kilometer kilometers centimetre centimetres centimeter
        centimeters millimetre millimetres foot feet ft inch inches yard yards mile miles mille milles m2 m3 km2 km3
        hectare hectares ha acre acres g kg gramme grammes gram grams kilogramme kilogrammes kilogram kilograms tonne
        tonnes ton tons pounds lb litre litres liter liters hectolitre hectolitres gallon gallons degre degres degree
        degrees watt watts kw mw gw kwh mwh knots noeuds
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
