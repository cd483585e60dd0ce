package io.dreamcacher.diffusion.conditioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts and weights as {@code parse_prompt_attention} of AUTOMATIC1111's web UI 1.10 gives them. */
final class AttentionParserTest {
    private static final int FUZZ = Integer.getInteger("dreamcacher.fuzz.inputs", 20_000);

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
            "normal text; \"normal text*1.0\"", "an (important) word; \"an *1.0|important*1.1| word*1.0\"",
            "(unbalanced; unbalanced*1.1", "\\(literal\\]; (literal]*1.0",
            "(unnecessary)(parens); unnecessaryparens*1.1",
            "(a:1.3); a*1.3", "[a]; a*0.9090909090909091", "(a : 1.5 ); \"a *1.5\"", "(a:-2); a*-2.0", "(a:.5); a*0.5",
            "a:1.3); a:1.3)*1.0", "((a)); a*1.2100000000000002", "([a]); a*1.0", "a) b]; a) b]*1.0", "(a:b); a:b*1.1",
            "\"\"; \"*1.0\"", "(); \"*1.0\"", "a\\\\b; a\\b*1.0", "a\\b; ab*1.0", "a\\; a*1.0",
            "a BREAK b; a*1.0|BREAK*-1.0|b*1.0", "BREAK; \"*1.0|BREAK*-1.0|*1.0\"", "BREAKS; BREAKS*1.0",
            "(a BREAK b); a*1.1|BREAK*-1.1|b*1.1", "(a: b:1.2); \"a: b*1.2\""})
    void parse_documentedForms_haveTheReferencesWeights(String prompt, String expected) {
        assertThat(text(AttentionParser.parse(prompt))).isEqualTo(expected);
    }

    @Test
    void parse_exampleOfTheReference_isReadLikeThere() {
        assertThat(text(AttentionParser.parse("a (((house:1.3)) [on] a (hill:0.5), sun, (((sky)))."))).isEqualTo(
                "a *1.0|house*1.5730000000000004| *1.1|on*1.0| a *1.1|hill*0.55|, sun, *1.1|sky*1.4641000000000006|.*1.1");
    }

    /** Python's {@code \\d} and {@code float} take the digits of every script, its {@code \\s} other spaces. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {"(a:１.2); a*1.2", "(a:１.２); a*1.2", "(a:٣.٥); a*3.5",
            "(a:-१); a*-1.0", "(a:𝟏.𝟐); a*1.2", "(a:\u3000１.2\u00a0); a*1.2", "(a:\u001c1.2\u001f); a*1.2",
            "(a:½); a:½*1.1", "(a:1_2); a:1_2*1.1", "(a:１．２); a:１．２*1.1", "(a:²); a:²*1.1", "(a:1e1); a:1e1*1.1",
            "(a:一); a:一*1.1"})
    void parse_digitsOfOtherScripts_areThoseOfPython(String prompt, String expected) {
        assertThat(text(AttentionParser.parse(prompt))).isEqualTo(expected);
    }

    /** Words end as to Python, where a combining mark is no part of one. */
    @ParameterizedTest
    @CsvSource({"éBREAK, 1", "BREAK\u0301, 3", "a\u001cBREAK\u001fb, 3", "一BREAK, 1", "_BREAK, 1", "²BREAK, 1",
            "a\u3000BREAK\u2003b, 3"})
    void parse_breakBesideOtherScripts_isAWordWhereItIsToPython(String prompt, int parts) {
        assertThat(AttentionParser.parse(prompt)).hasSize(parts);
    }

    /** The work grows with the prompt, not with its square: ten times the brackets in the time of a few. */
    @ParameterizedTest
    @ValueSource(strings = {"(a", "[a", "([a", "(a:1.5)(b[", "((a)", "(a]"})
    @Timeout(20)
    void parse_veryManyBrackets_isQuick(String piece) {
        assertThat(AttentionParser.parse(piece.repeat(200_000))).isNotEmpty();
        String nested = "(a".repeat(100_000) + ")".repeat(100_000);
        assertThat(AttentionParser.parse(nested)).isNotEmpty();
    }

    /** Brackets of the two kinds need not be nested in each other. */
    @Test
    void parse_crossedBrackets_weighWhatIsBetweenTheirEnds() {
        assertThat(text(AttentionParser.parse("(a[b)c]d"))).isEqualTo("a*1.1|b*1.0|c*0.9090909090909091|d*1.0");
    }

    /** The reference fails on these. */
    @ParameterizedTest
    @ValueSource(strings = {"(a:1.2.3)", "(a:.)", "(a:..)"})
    void parse_whatIsNoNumber_isText(String prompt) {
        assertThat(AttentionParser.parse(prompt).getFirst().text()).isEqualTo(prompt.substring(1));
    }

    @Test
    void parse_parts_knowWhereTheyStood() {
        List<WeightedText> parts = AttentionParser.parse("x\\(y (a\\)b:1.2) BREAK c");
        assertThat(parts.get(0).text()).isEqualTo("x(y ");
        assertThat(parts.get(0).positions()).containsExactly(0, 2, 3, 4);
        assertThat(parts.get(1).text()).isEqualTo("a)b");
        assertThat(parts.get(1).positions()).containsExactly(6, 8, 9);
        assertThat(parts.getLast().text()).isEqualTo("c");
        assertThat(parts.getLast().positions()).containsExactly(22);
        assertThat(parts.get(parts.size() - 2).isBreak()).isTrue();
    }

    /** Whatever is given is read; every char of a part is the char of the prompt at its position, in order. */
    @Test
    void parse_anySigns_keepsTheirOrder() {
        String[] signs = {"(", ")", "[", "]", ":", "\\", "a", "b ", " BREAK ", "1.3", "-2", ".5", "\n", "é", "𝒳",
                ":1.2)",
                "(x:1.25)", "\u0000"};
        Random random = new Random(7);
        for (int i = 0; i < FUZZ; i++) {
            StringBuilder prompt = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                prompt.append(signs[random.nextInt(signs.length)]);
            }
            int last = -1;
            for (WeightedText part : AttentionParser.parse(prompt.toString())) {
                for (int k = 0; k < part.text().length(); k++) {
                    assertThat(part.positions()[k]).isGreaterThan(last);
                    last = part.positions()[k];
                    assertThat(part.text().charAt(k)).isEqualTo(prompt.charAt(last));
                }
                assertThat(part.weight()).isNotNaN();
            }
        }
    }

    private static String text(List<WeightedText> parts) {
        return parts.stream().map(part -> part.text() + "*" + part.weight()).collect(Collectors.joining("|"));
    }
}
