package io.dreamcacher.collections.download;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of a robots.txt for this program (RFC 9309): those of all groups that name it, else those of all groups for
 * everybody. The rule with the longest pattern counts, of equally long ones the one that allows. Immutable.
 */
final class RobotsTxt {
    /** What a file may have; the rest is not read (section 2.5). */
    static final int MOST_BYTES = 500 << 10;

    /** Where there is none. */
    static final RobotsTxt ALLOWS_ALL = new RobotsTxt(List.of());

    private static final String EVERYBODY = "*";
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z-]+)\\s*:\\s*(.*?)\\s*");
    private static final Pattern PRODUCT = Pattern.compile("[A-Za-z_-]+");

    private final List<Rule> rules;

    private record Rule(boolean allows, PathPattern pattern) {}

    private RobotsTxt(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Reads a file, or the beginning of one. What is malformed is passed over. */
    static RobotsTxt parse(byte[] file) {
        String text = new String(file, 0, Math.min(file.length, MOST_BYTES), StandardCharsets.UTF_8);
        Groups groups = new Groups();
        Arrays.stream(text.replaceFirst("^\ufeff", "").split("\r\n|\r|\n", -1)).forEach(groups::line);
        return new RobotsTxt(groups.named ? groups.ours : groups.everybodys);
    }

    /** Whether an address may be asked for. */
    boolean allows(String pathAndQuery) {
        String path = PathPattern.normalised(pathAndQuery, true);
        int longest = -1;
        boolean allowed = true;
        for (Rule rule : rules) {
            int length = rule.pattern.length();
            if ((length > longest || (length == longest && rule.allows)) && rule.pattern.matches(path)) {
                longest = length;
                allowed = rule.allows;
            }
        }
        return allowed || pathAndQuery.equals("/robots.txt");
    }

    /** What was read so far. */
    private static final class Groups {
        private final List<Rule> ours = new ArrayList<>();
        private final List<Rule> everybodys = new ArrayList<>();
        private boolean named;
        private boolean inOurs;
        private boolean inEverybodys;
        private boolean rulesBegun = true;

        void line(String line) {
            Matcher record = LINE.matcher(line.split("#", 2)[0]);
            if (!record.matches()) {
                return;
            }
            switch (record.group(1).toLowerCase(Locale.ROOT)) {
                case "user-agent" -> agent(record.group(2));
                case "allow" -> rule(true, record.group(2));
                case "disallow" -> rule(false, record.group(2));
                default -> {
                    // such as a sitemap, which belongs to no group
                }
            }
        }

        private void agent(String value) {
            if (rulesBegun) {
                inOurs = false;
                inEverybodys = false;
                rulesBegun = false;
            }
            Matcher product = PRODUCT.matcher(value);
            boolean us = product.lookingAt() && product.group().equalsIgnoreCase(Manners.AGENT);
            inOurs |= us;
            named |= us;
            inEverybodys |= value.startsWith(EVERYBODY);
        }

        private void rule(boolean allows, String pattern) {
            rulesBegun = true;
            if (pattern.isEmpty()) {
                return; // forbids nothing, allows nothing
            }
            Rule rule = new Rule(allows, PathPattern.of(pattern));
            if (inOurs) {
                ours.add(rule);
            }
            if (inEverybodys) {
                everybodys.add(rule);
            }
        }
    }
}
