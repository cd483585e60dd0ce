package io.dreamcacher.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
    /** Bounds by the quantiles of the beta distribution in SciPy 1.17.1. */
    @ParameterizedTest
    @CsvSource({"0, 100, 0, 0.0362166926", "5, 100, 0.0164318792, 0.1128349111", "1, 10, 0.0025285786, 0.4450161170",
            "3, 3, 0.2924017738, 1", "100, 100, 0.9637833073, 1", "50, 14532, 0.0025547868, 0.0045336255",
            "7267, 14532, 0.4919057349, 0.5082318649", "20000, 20000, 0.9998155730, 1"})
    void bounds_published_areMet(long count, long all, double lower, double upper) {
        Share share = new Share(count, all);

        assertThat(share.lower()).isCloseTo(lower, within(1e-8));
        assertThat(share.upper()).isCloseTo(upper, within(1e-8));
    }

    @Test
    void bounds_ofNone_areEverything() {
        Share none = new Share(0, 0);

        assertThat(none.value()).isNaN();
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isOne();
    }

    @Test
    void value_isTheQuotient() {
        assertThat(new Share(1, 8).value()).isEqualTo(0.125);
    }

    @ParameterizedTest
    @CsvSource({"-1, 3", "4, 3", "1, 0"})
    void share_outOfRange_isRefusedWithBothNumbers(long count, long all) {
        assertThatThrownBy(() -> new Share(count, all)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("%d of %d".formatted(count, all));
    }
}
