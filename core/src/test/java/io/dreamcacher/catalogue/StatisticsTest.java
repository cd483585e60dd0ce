package io.dreamcacher.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.catalogue.Statistics.Answered;
import io.dreamcacher.catalogue.Statistics.Totals;
import io.dreamcacher.catalogue.Statistics.Use;
import io.dreamcacher.generation.GenerationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final Totals SOME = new Totals(2, 3, 5, new Answered(7, 11, 13), Duration.ofMillis(17),
            Duration.ofMillis(19));
    private static final Totals OTHERS = new Totals(100, 200, 300, new Answered(400, 500, 600), Duration.ofSeconds(7),
            Duration.ofSeconds(8));

    @Test
    void plus_ofTwoScopes_isTheSumOfEach() {
        assertThat(SOME.plus(OTHERS)).isEqualTo(new Totals(102, 203, 305, new Answered(407, 511, 613),
                Duration.ofMillis(7017), Duration.ofMillis(8019))).isEqualTo(OTHERS.plus(SOME));
    }

    @Test
    void plus_nothing_isTheSame() {
        assertThat(SOME.plus(Totals.NOTHING)).isEqualTo(SOME);
        assertThat(Totals.NOTHING.plus(SOME)).isEqualTo(SOME);
    }

    @Test
    void all_isEveryImageAskedFor() {
        assertThat(SOME.answered().all()).isEqualTo(31);
    }

    @Test
    void use_savedTime_isCutToTheMillisecondAsItIsKept() {
        Use use = new Use(Access.LOCAL, Instant.EPOCH, Use.Kind.EXACT, new GenerationId("ab234567abcdefghijkl"),
                "a boat",
                Optional.empty(), Duration.ofNanos(1_999_999));

        assertThat(use.saved()).isEqualTo(Duration.ofMillis(1));
    }
}
