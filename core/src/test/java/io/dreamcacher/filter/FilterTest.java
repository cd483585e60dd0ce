package io.dreamcacher.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.filter.Filter.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Map<String, Object> ROW = Map.of("width", 512L, "height", "768", "model", "sd-1.4", "score",
            0.25, "nsfw", false, "prompt", "A Red boat", "odd name", "it's");

    private static final List<Relation> RELATIONS = List.of(Relation.values());

    private static boolean holds(String filter) {
        return Filter.parse(filter).holds(name -> Optional.ofNullable(ROW.get(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"width>=512 and model='sd-1.4'", "width = 512", "height > 700", "height='768'",
            "height < 1e3", "score<=.25", "nsfw = false", "not nsfw=true", "prompt contains 'red'",
            "model in ('a', \"sd-1.4\")", "model not in ('a')", "nothing is missing", "width is present",
            "`odd name` = 'it''s'", "nothing=1 or (width<1 or width>1)", "width != 1", "width == 512.0",
            "WIDTH is missing", "model > 'sd-1.3'", "width='512'", "NOT (width=1 AND height=1)", "score > -1"})
    void holds_trueOnes(String filter) {
        assertThat(holds(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"width>512", "nothing = 1", "nothing != 1", "model = 1", "model > 1", "prompt = 'red'",
            "nsfw = true", "width = true", "model in ('a')", "nothing is present", "width=512 and nothing=1",
            "not width is present"})
    void holds_falseOnes(String filter) {
        assertThat(holds(filter)).isFalse();
    }

    @Test
    void parse_orAndNot_bindAsUsual() {
        assertThat(Filter.parse("a=1 or b=2 and not c=3")).isEqualTo(new Filter.Or(List.of(comparison("a", 1),
                new Filter.And(List.of(comparison("b", 2), new Filter.Not(comparison("c", 3)))))));
    }

    private static Filter comparison(String field, double number) {
        return new Filter.Comparison(field, Relation.EQUAL, new FilterValue.Numeric(number));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', value = {"|''|,|character 1 of an empty one the name of a field is expected|",
            "width>=,|character 8 of width>= a text in '…', a number, true or false is expected, and the end is found|",
            "width 512,|one of = != < <= > >= in contains is is expected, and \"512\"|",
            "model='sd,|character 7 of model='sd stands 'sd; close it|", "a=1 b=2,|\"and\", \"or\" or the end|",
            "and=1,the name of a field", "(a=1,|\")\" is expected|", "a in 1,|\"(\" is expected|",
            "a contains 1,a text in", "a is 1,|\"missing\" or \"present\"|", "a=1;drop,|stands ;drop|",
            "a=1e999,finite", "a=12px,stands 12px"})
    void parse_wrongOnes_nameThePlaceAndWhatIsExpected(String filter, String sentence) {
        assertThatThrownBy(() -> Filter.parse(filter.equals("''") ? "" : filter))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void parse_deepOrLong_isRefusedInsteadOfOverflowing() {
        assertThatThrownBy(() -> Filter.parse("(".repeat(5000) + "a=1")).hasMessageContaining("nested at most 100");
        assertThatThrownBy(() -> Filter.parse("not ".repeat(2000) + "a=1")).hasMessageContaining("nested at most 100");
        assertThatThrownBy(() -> Filter.parse("a='" + "x".repeat(20_000) + "'")).hasMessageContaining("10,000");
    }

    @Test
    void requireFields_unknownOne_isRefusedWithTheNearest() {
        Filter filter = Filter.parse("Width>1 and heigth>2");

        assertThatThrownBy(() -> filter.requireFields(List.of("width", "height"), "prompts.csv"))
                .hasMessageContaining("prompts.csv has no \"heigth\"")
                .hasMessageContaining("Did you mean \"height\"?");
        assertThatThrownBy(() -> filter.requireFields(List.of("width", "id"), "x"))
                .hasMessageNotContaining("Did you mean");
    }

    @Test
    void toString_randomFilters_parseToThemselves() {
        SplittableRandom random = new SplittableRandom(38);
        for (int i = 0; i < 2000; i++) {
            Filter filter = filter(random, 4);
            assertThat(Filter.parse(filter.toString())).isEqualTo(filter);
        }
    }

    private static Filter filter(SplittableRandom random, int depth) {
        String field = List.of("a", "odd name", "and", "x.y_2", "é`s").get(random.nextInt(5));
        return switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0 -> new Filter.Comparison(field, RELATIONS.get(random.nextInt(RELATIONS.size())), value(random));
            case 1 -> new Filter.OneOf(field, List.of(value(random), value(random)));
            case 2 -> new Filter.Contains(field, "it's \"x\"");
            case 3 -> new Filter.Present(field);
            case 4 -> new Filter.Not(filter(random, depth - 1));
            case 5 -> new Filter.And(parts(random, depth, Filter.And.class));
            default -> new Filter.Or(parts(random, depth, Filter.Or.class));
        };
    }

    /** One inside another of its kind is printed as one. */
    private static List<Filter> parts(SplittableRandom random, int depth, Class<? extends Filter> outer) {
        List<Filter> parts = new ArrayList<>();
        while (parts.size() < 2) {
            Filter part = filter(random, depth - 1);
            if (!outer.isInstance(part)) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static FilterValue value(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> new FilterValue.Text(List.of("", "it's", "a \"b\"", "✓").get(random.nextInt(4)));
            case 1 -> new FilterValue.Numeric(random.nextInt(-1000, 1000));
            case 2 -> new FilterValue.Numeric(random.nextDouble(-1e9, 1e9));
            default -> new FilterValue.Truth(random.nextBoolean());
        };
    }
}
