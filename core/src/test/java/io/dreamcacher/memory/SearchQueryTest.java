package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.memory.SearchQuery.Target;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchQueryTest {
    private static final Target BOATS = new Target.Meaning("boats");

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 1000})
    void k_withinItsRange_isTaken(int k) {
        assertThat(new SearchQuery(BOATS, k).k()).isEqualTo(k);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void k_outOfRange_isASentence(int k) {
        assertThatThrownBy(() -> new SearchQuery(BOATS, k))
                .hasMessage("k, the number of results, must be from 1 to 1,000, but %d was given.".formatted(k))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
    }

    @Test
    void text_thatIsNone_isRefusedWhereverItStands() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        for (String broken : List.of("a\0b", "\uD83D boat", "boat \uDEA4")) {
            for (ThrowingCallable making : List.<ThrowingCallable>of(() -> new Target.Meaning(broken),
                    () -> new Target.Words(broken), () -> new Target.Both(broken, image))) {
                assertThatThrownBy(making).isInstanceOf(DreamCacherException.class)
                        .hasMessageStartingWith("The text to search for must");
            }
            assertThatThrownBy(() -> new SearchQuery(BOATS, Optional.of(broken), Optional.empty(), 1))
                    .hasMessageStartingWith("model must");
        }
    }

    /** Whoever asks, only what they may read is looked through. */
    @Test
    void filter_isTheScopesAndWhatWasSaid() {
        Scope own = new Scope("own");
        Scope other = new Scope("other");
        Access access = new Access(new Caller("c"), Set.of(own, other), own, Set.of(Right.READ));
        SearchQuery bare = new SearchQuery(BOATS, 5);

        assertThat(bare.filter(access)).isEqualTo(
                new IndexFilter(Set.of(own, other), Optional.empty(), Optional.empty(), Optional.empty(), Set.of()));
        assertThat(new SearchQuery(BOATS, Optional.of("m"), Optional.of(new ImageSize(8, 16)), 5).filter(access))
                .isEqualTo(new IndexFilter(Set.of(own, other), Optional.empty(), Optional.of("m"),
                        Optional.of(new ImageSize(8, 16)), Set.of()));
        assertThat(bare.ofModel(Optional.of("n")).filter(Access.in(own, Caller.LOCAL)))
                .isEqualTo(IndexFilter.readableBy(Access.in(own, Caller.LOCAL)).withModel("n"));
    }
}
