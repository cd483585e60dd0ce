package io.dreamcacher.diffusion.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Golden rows {@code ftfy-golden.jsonl}: {text, fixed, unescaped} = {@code ftfy.fix_text} of ftfy 6.3.1 and
 * {@code html.unescape} of Python 3.11, for examples of ftfy's documentation and for texts in a dozen scripts read in
 * each of its ten wrong character sets, once and twice, cut and mixed at random.
 */
class TextFixesTest {
    @Test
    void fix_goldenRows_areEqual() {
        List<String> wrong = new ArrayList<>();
        for (JsonNode row : rows()) {
            String fixed = TextFixes.fix(row.get("text").stringValue());
            if (!fixed.equals(row.get("fixed").stringValue()))
                wrong.add("%s: %s, not %s".formatted(row.get("text"), row.get("fixed"), fixed));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void unescape_goldenRows_areEqual() {
        for (JsonNode row : rows())
            assertThat(HtmlEntities.unescape(row.get("text").stringValue())).isEqualTo(
                    row.get("unescaped").stringValue());
    }

    @Test
    void fix_loneSurrogate_isReplaced() {
        assertThat(TextFixes.fix("a\ud83db \ud83d\udca9")).isEqualTo("a\ufffdb \ud83d\udca9");
    }

    @Test
    void fix_plainText_isTheSame() {
        String text = "a photo of a cat, 8k (best quality)";
        assertThat(TextFixes.fix(text)).isSameAs(text);
    }

    private static List<JsonNode> rows() {
        List<JsonNode> rows = Resource.lines("ftfy-golden.jsonl").stream().map(new JsonMapper()::readTree).toList();
        assertThat(rows).hasSizeGreaterThan(300);
        return rows;
    }
}
