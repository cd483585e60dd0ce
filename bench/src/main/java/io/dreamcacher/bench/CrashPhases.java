package io.dreamcacher.bench;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.memory.MemoryParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Puts itself around a memory's image store and catalogue, writes every phase an image reaches into a file, one line
 * {@code PHASE TAB ID}, and then dwells there for a random time, so that a kill at a random moment can hit phases that
 * otherwise last a few milliseconds. A line is one write(2) and so outlives the process.
 */
final class CrashPhases {
    private final FileChannel log;
    private final SplittableRandom random;
    private final int longestDwell;

    /**
     * @param file to append to
     * @param seed of the random dwelling times
     * @param longestDwell in one phase, in milliseconds
     */
    CrashPhases(Path file, long seed, int longestDwell) throws IOException {
        this.log = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.random = new SplittableRandom(seed);
        this.longestDwell = longestDwell;
    }

    /** The same parts, watched. */
    MemoryParts around(MemoryParts parts) {
        return parts.withImages(watched(ImageStore.class, parts.images().store(), "put",
                Optional.of(StorePhase.IMAGE_TEMPORARY), StorePhase.IMAGE_DURABLE))
                .withCatalogue(watched(Catalogue.class, parts.catalogue(), "add", Optional.empty(),
                        StorePhase.CATALOGUE_COMMITTED));
    }

    /** One method is told of before and after; the others go through. */
    private <T> T watched(Class<T> type, T part, String watched, Optional<StorePhase> before, StorePhase after) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (proxy, method, arguments) -> {
                    boolean told = method.getName().equals(watched);
                    if (told) {
                        before.ifPresent(phase -> reached(phase, id(arguments)));
                    }
                    try {
                        Object result = method.invoke(part, arguments);
                        if (told) {
                            reached(after, id(arguments));
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** A key is the first argument of a store; an access comes before the generation of a catalogue. */
    private static GenerationId id(Object[] arguments) {
        return arguments[0] instanceof ImageKey key ? key.id() : ((Generation) arguments[1]).id();
    }

    /** An image has reached a phase. */
    synchronized void reached(StorePhase phase, GenerationId id) {
        try {
            log.write(ByteBuffer.wrap((phase + "\t" + id + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        switch (phase) {
            case IMAGE_TEMPORARY, IMAGE_DURABLE -> dwell(longestDwell / 2);
            case CATALOGUE_COMMITTED -> dwell(longestDwell);
            case INDEX_VISIBLE -> {
            }
        }
    }

    private void dwell(int most) {
        try {
            Thread.sleep(random.nextInt(most + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
