package io.dreamcacher.collections.download;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes a body of so many bytes at most, in memory; what is longer is left, and either fails or is cut. */
final class BoundedBody implements BodySubscriber<byte[]> {
    private static final int FIRST_BYTES = 32 << 10;

    private final int most;
    private final boolean cut;
    private final long announced;
    private final BodyMemory.Place place;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private byte[] bytes;
    private int length;

    /**
     * A body.
     *
     * @param cut whether a longer one is cut instead of refused
     * @param announced its length as the answer has it; below zero where it has none
     */
    BoundedBody(int most, boolean cut, long announced, BodyMemory.Place place) {
        this.most = most;
        this.cut = cut;
        this.announced = announced;
        this.place = place;
        boolean trusted = announced >= 0 && announced <= BodyMemory.SMALL_BYTES;
        this.bytes = new byte[trusted ? (int) Math.min(announced, most) : Math.min(FIRST_BYTES, most)];
    }

    /** A body that is longer than it may be. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (announced > most) {
            stop();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (body.isDone()) {
                return;
            }
            int count = Math.min(buffer.remaining(), most - length);
            if (!provide(length + count)) {
                return;
            }
            boolean tooLong = buffer.remaining() > count;
            buffer.get(bytes, length, count);
            length += count;
            if (tooLong) {
                stop();
            }
        }
    }

    private boolean provide(int needed) {
        if (needed <= bytes.length) {
            return true;
        }
        try {
            if (needed > BodyMemory.SMALL_BYTES) {
                place.grow();
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(needed, 2L * bytes.length)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            body.completeExceptionally(e);
            return false;
        }
    }

    /** The rest is not wanted. */
    private void stop() {
        cancel();
        if (cut) {
            body.complete(Arrays.copyOf(bytes, length));
        } else {
            body.completeExceptionally(new TooLong());
        }
    }

    private void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }
}
