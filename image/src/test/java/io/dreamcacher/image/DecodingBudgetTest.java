package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DecodingBudgetTest {
    private static final BufferedImage IMAGE = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    private final DecodingBudget budget = new DecodingBudget(2 << 20);

    /** A carrier that decodes is missing to everybody who waits for one. */
    @Test
    void within_onAVirtualThread_decodesOnAnother() throws InterruptedException {
        CompletableFuture<Boolean> decodedByVirtual = new CompletableFuture<>();

        Thread.startVirtualThread(() -> {
            try {
                budget.within(1, "x.png", () -> {
                    decodedByVirtual.complete(Thread.currentThread().isVirtual());
                    return IMAGE;
                });
            } catch (IOException e) {
                decodedByVirtual.completeExceptionally(e);
            }
        }).join();

        assertThat(decodedByVirtual.join()).isFalse();
    }

    @Test
    void within_failures_areThoseOfTheDecoder() throws IOException {
        assertThatThrownBy(() -> budget.within(1, "x.png", () -> {
            throw new IOException("cut short");
        })).isInstanceOf(IOException.class).hasMessage("cut short");
        assertThatThrownBy(() -> budget.within(1, "x.png", () -> {
            throw DreamCacherException.badRequest("no");
        })).isInstanceOf(DreamCacherException.class).hasMessage("no");
        assertThatThrownBy(() -> budget.within(1, "x.png", () -> {
            throw new OutOfMemoryError("heap");
        })).isInstanceOfSatisfying(DreamCacherException.class,
                e -> assertThat(e.category()).isEqualTo(FailureCategory.EXHAUSTED));

        assertThat(budget.within(2 << 20, "x.png", () -> IMAGE)).isSameAs(IMAGE); // all room was given back
    }

    @Test
    void within_moreThanThereIs_isRefusedBeforeItIsDecoded() {
        assertThatThrownBy(() -> budget.within((2 << 20) + 1, "x.png", () -> {
            throw new AssertionError("decoded");
        })).hasMessageContaining("takes 3 MiB of memory, but 2 MiB are there");
    }
}
