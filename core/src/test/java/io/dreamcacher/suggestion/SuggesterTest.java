package io.dreamcacher.suggestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.testkit.FakeSearchEncoder;
import io.dreamcacher.testkit.Samples;
import io.dreamcacher.testkit.index.BruteForceIndex;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SuggesterTest {
    private final BruteForceIndex index = new BruteForceIndex();
    private final FakeSearchEncoder encoder = new FakeSearchEncoder();
    private final Suggester suggester = new Suggester(index, encoder);
    private long changes;

    @Test
    void suggest_nothingTyped_isTheMostUsedPrompts() {
        remember("a red boat", 1);
        remember("a blue house", 3);
        remember("two cats", 2);

        assertThat(texts("", 2)).containsExactly("a blue house", "two cats");
        assertThat(texts(" ... ", 9)).containsExactly("a blue house", "two cats", "a red boat");
        assertThat(encoder.promptsEncoded()).isZero();
    }

    @Test
    void suggest_threeKinds_comeInOrderAndByUseWithin() {
        remember("a sailing boat that is red", 50);
        remember("a red sailing boat", 1);
        remember("a red sail", 2);
        remember("it is red, a sailor", 3);
        remember("a red", 0);
        remember("a red lamp", 5);
        remember("green tractor under stars", 99);

        assertThat(texts("a red sail", 4)).containsExactly("a red sail", "a red sailing boat",
                "a sailing boat that is red", "it is red, a sailor");
        assertThat(encoder.promptsEncoded()).isZero();
        assertThat(texts("a red sail", 7)).doesNotContain("green tractor under stars");
        assertThat(encoder.promptsEncoded()).isEqualTo(1);
    }

    @Test
    void suggest_nearInMeaning_comeByUse() {
        remember("a big red boat at night", 1);
        remember("a big red boat at noon", 7);
        remember("green tractor under stars", 99);

        assertThat(texts("a big red boat at sea", 9)).containsExactly("a big red boat at noon",
                "a big red boat at night");
    }

    @Test
    void suggest_nothingThatMatches_isNoList() {
        remember("a green dragon", 9);
        remember("a red boat", 1);

        assertThat(texts("zzz", 8)).isEmpty();
    }

    @Test
    void suggest_emptyPrompt_isNoOffer() {
        remember("", 9);
        remember("a red boat", 1);

        assertThat(texts("", 8)).containsExactly("a red boat");
        assertThat(texts("a", 8)).containsExactly("a red boat");
    }

    @Test
    void suggest_caseAndPunctuation_changeNothing() {
        remember("A red, red boat!", 1);

        assertThat(texts("a RED   red-b", 1)).containsExactly("A red, red boat!");
    }

    @Test
    void suggest_promptOfSeveralKinds_isThereOnce() {
        remember("a red boat", 1);

        assertThat(texts("a red", 9)).containsExactly("a red boat");
    }

    @Test
    void suggest_rememberedPrompt_carriesUsesAndImage() {
        GenerationId image = new Samples(1).id();
        remember(Scope.PUBLIC, "a red boat", 4, Optional.of(image));

        assertThat(suggester.suggest("a", Set.of(Scope.PUBLIC), 1))
                .containsExactly(new Suggestion("a red boat", 4, Optional.of(image)));
    }

    @Test
    void suggest_promptsOfAnotherScope_areNotOffered() {
        remember(new Scope("elsewhere"), "a red boat", 4, Optional.empty());

        assertThat(texts("a red boat", 9)).isEmpty();
        assertThat(texts("", 9)).isEmpty();
    }

    @Test
    void suggest_kBelowOne_isRefused() {
        assertThatThrownBy(() -> suggester.suggest("a", Set.of(Scope.PUBLIC), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k must be 1 or more, found 0");
    }

    @Test
    void suggest_seededRandomPrompts_repeatNoneAndKeepToTheLimit() {
        SplittableRandom random = new SplittableRandom(7);
        List<String> words = List.of("red", "blue", "boat", "house", "sea", "sun", "cat", "tree");
        for (int i = 0; i < 200; i++) {
            remember(text(words, random), random.nextInt(20));
        }
        int remembered = index.promptsStartingWith(Set.of(Scope.PUBLIC), PromptKey.of(""), 1000).size();
        for (int i = 0; i < 200; i++) {
            String text = text(words, random);
            String typed = text.substring(0, random.nextInt(text.length() + 1));
            int k = random.nextInt(1, 250);

            List<String> found = texts(typed, k);

            assertThat(found).as("for \"%s\" and k = %d", typed, k).hasSizeLessThanOrEqualTo(Math.min(k, remembered));
            assertThat(found.stream().map(PromptKey::of)).doesNotHaveDuplicates();
        }
    }

    private static String text(List<String> words, SplittableRandom random) {
        return String.join(" ", IntStream.range(0, random.nextInt(1, 4))
                .mapToObj(i -> words.get(random.nextInt(words.size())))
                .toList());
    }

    private List<String> texts(String typed, int k) {
        return suggester.suggest(typed, Set.of(Scope.PUBLIC), k).stream().map(Suggestion::text).toList();
    }

    private void remember(String text, long uses) {
        remember(Scope.PUBLIC, text, uses, Optional.empty());
    }

    private void remember(Scope scope, String text, long uses, Optional<GenerationId> image) {
        try (FakeSearchEncoder other = new FakeSearchEncoder()) {
            index.apply(List.of(new Change.PromptPut(++changes, new RememberedPrompt(scope, PromptKey.of(text), text,
                    uses, other.encode(text).prompt(), image))));
        }
    }
}
