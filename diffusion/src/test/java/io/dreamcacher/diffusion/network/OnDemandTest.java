package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OnDemandTest {
    private final AtomicInteger made = new AtomicInteger();
    private final List<Integer> closed = new ArrayList<>();

    @Test
    void use_twice_makesOnce() {
        OnDemand<Integer> resource = new OnDemand<>("it", made::incrementAndGet, closed::add);

        assertThat(made).hasValue(0);
        assertThat(resource.<Integer>use(number -> number)).isEqualTo(1);
        assertThat(resource.<Integer>use(number -> number)).isEqualTo(1);
        resource.close();
        resource.close();
        assertThat(closed).containsExactly(1);
        assertThatThrownBy(() -> resource.use(number -> number)).hasMessage("it is closed");
    }

    @Test
    void use_afterAFailure_triesAgain() {
        OnDemand<Integer> resource = new OnDemand<>("it", () -> 10 / made.getAndIncrement(), closed::add);

        assertThatThrownBy(() -> resource.use(number -> number)).isInstanceOf(ArithmeticException.class);
        assertThat(resource.<Integer>use(number -> number)).isEqualTo(10);
    }

    @Test
    void rest_betweenUses_closesAndTheNextMakesAnother() {
        OnDemand<Integer> resource = new OnDemand<>("it", made::incrementAndGet, closed::add);

        resource.rest();
        assertThat(resource.<Integer>use(number -> {
            resource.rest();
            return number;
        })).isEqualTo(1);
        assertThat(closed).as("in use").isEmpty();
        resource.rest();
        assertThat(closed).containsExactly(1);
        assertThat(resource.<Integer>use(number -> number)).isEqualTo(2);
    }

    @Test
    void close_neverUsed_makesNothing() {
        new OnDemand<>("it", made::incrementAndGet, closed::add).close();

        assertThat(made).hasValue(0);
        assertThat(closed).isEmpty();
    }
}
