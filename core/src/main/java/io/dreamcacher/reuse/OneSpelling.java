package io.dreamcacher.reuse;

import java.util.Map;

/** One form for words that are written in two ways and mean the same: small numbers, British and short forms. */
public final class OneSpelling {
    private static final Map<String, String> FORMS = Map.ofEntries(Map.entry("one", "1"), Map.entry("two", "2"),
            Map.entry("three", "3"), Map.entry("four", "4"), Map.entry("five", "5"), Map.entry("six", "6"),
            Map.entry("seven", "7"), Map.entry("eight", "8"), Map.entry("nine", "9"), Map.entry("ten", "10"),
            Map.entry("eleven", "11"), Map.entry("twelve", "12"), Map.entry("photograph", "photo"),
            Map.entry("photographs", "photos"),
            Map.entry("grey", "gray"), Map.entry("colour", "color"), Map.entry("coloured", "colored"),
            Map.entry("colourful", "colorful"), Map.entry("tv", "television"), Map.entry("bike", "bicycle"),
            Map.entry("bikes", "bicycles"),
            Map.entry("motorbike", "motorcycle"), Map.entry("aeroplane", "airplane"), Map.entry("plane", "airplane"),
            Map.entry("doughnut", "donut"), Map.entry("tyre", "tire"), Map.entry("moustache", "mustache"),
            Map.entry("fridge", "refrigerator"), Map.entry("jewellery", "jewelry"), Map.entry("theatre", "theater"),
            Map.entry("centre", "center"), Map.entry("armour", "armor"), Map.entry("harbour", "harbor"));

    private OneSpelling() {}

    /** That form of a lower-case word; the word itself where it has but one. */
    public static String of(String word) {
        return FORMS.getOrDefault(word, word);
    }
}
