package io.dreamcacher.collections.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobotsTxtTest {
    private static boolean allows(String file, String path) {
        return RobotsTxt.parse(file.getBytes(StandardCharsets.UTF_8)).allows(path);
    }

    private static boolean allowsWith(String rules, String path) {
        return allows("User-agent: *\n" + rules.replace("|", "\n"), path);
    }

    /** The examples of RFC 9309, sections 2.2.2, 2.2.3 and 5.2, and of what the rules say of ties. */
    @ParameterizedTest
    @CsvSource({"Disallow: /, /x, false", "Disallow:, /x, true", "'Disallow: /a|Allow: /a/b', /a/b/c, true",
            "'Disallow: /a|Allow: /a/b', /a/c, false", "'Allow: /page|Disallow: /page', /page, true",
            "'Allow: /p|Disallow: /', /page, true", "'Allow: /page|Disallow: /*.htm', /page.htm, false",
            "'Allow: /$|Disallow: /', /, true", "'Allow: /$|Disallow: /', /x, false",
            "Disallow: /*.gif$, /a/b.gif, false",
            "Disallow: /*.gif$, /a/b.gif?x, true", "Disallow: /a*b*c, /aXbYcZ, false", "Disallow: /a*b*c, /aXcYb, true",
            "Disallow: /foo/bar/ツ, /foo/bar/%E3%83%84, false",
            "Disallow: /foo/bar/%E3%83%84, /foo/bar/%e3%83%84, false",
            "Disallow: /foo/bar/%62%61%7A, /foo/bar/baz, false",
            "Disallow: /path/file-with-a-%2A.html, /path/file-with-a-*.html, false",
            "Disallow: /*.php, /filename.PHP, true", "Disallow: /fish*, /Fish.asp, true",
            "Disallow: /fish/, /fish, true",
            "disallow :  /x  # not this, /x, false", "Disallow: /x?, /x?y=1, false", "Disallow: /, /robots.txt, true"})
    void allows_byRules(String rules, String path, boolean allowed) {
        assertThat(allowsWith(rules, path)).isEqualTo(allowed);
    }

    @Test
    void allows_groupsOfThisProgram_areTakenTogetherAndAlone() {
        String file = """
                User-agent: *
                Disallow: /all
                User-agent: other
                user-agent: DreamCacher/1.0
                Disallow: /ours
                Sitemap: http://a.example/map.xml

                User-agent: dreamcacher
                Disallow: /too
                """;

        assertThat(allows(file, "/all")).isTrue();
        assertThat(allows(file, "/ours")).isFalse();
        assertThat(allows(file, "/too")).isFalse();
    }

    @Test
    void allows_namesThatOnlyBeginLikeOurs_areOthers() {
        assertThat(allows("User-agent: dreamcacherbot\nDisallow: /", "/x")).isTrue();
    }

    @Test
    void allows_ruleBeforeAnyGroup_isNoRule() {
        assertThat(allows("Disallow: /\nUser-agent: *\nAllow: /y", "/x")).isTrue();
    }

    @Test
    void allows_byteOrderMarkAndOldLineBreaks_areRead() {
        assertThat(allows("\ufeffUser-agent: *\rDisallow: /x\r", "/x")).isFalse();
    }

    @Test
    void parse_beyond500KiB_isNotRead() {
        String long1 = "#".repeat(RobotsTxt.MOST_BYTES - 10) + "\n";

        assertThat(allows(long1 + "User-agent: *\nDisallow: /", "/x")).isTrue();
    }

    @Test
    @Timeout(10)
    void allows_patternOfManyStars_takesNoTime() {
        assertThat(allowsWith("Disallow: /" + "*a".repeat(500) + "b", "/" + "a".repeat(5000))).isTrue();
    }
}
