package io.dreamcacher.testkit.imagestore;

import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** An image store that ends with the process. Thread-safe. */
public final class InMemoryImageStore implements ImageStore {
    private final Map<GenerationId, byte[]> images = new ConcurrentHashMap<>();
    private final Map<GenerationId, byte[]> setAside = new ConcurrentHashMap<>();

    /** An empty store. */
    public InMemoryImageStore() {}

    @Override
    public void put(GenerationId id, byte[] png) {
        images.put(id, png.clone());
    }

    @Override
    public Optional<byte[]> get(GenerationId id) {
        return Optional.ofNullable(images.get(id)).map(byte[]::clone);
    }

    @Override
    public Optional<Stat> stat(GenerationId id) {
        return Optional.ofNullable(images.get(id))
                .map(png -> new Stat(png.length, Integer.toHexString(Arrays.hashCode(png))));
    }

    @Override
    public boolean contains(GenerationId id) {
        return images.containsKey(id);
    }

    @Override
    public boolean delete(GenerationId id) {
        return images.remove(id) != null;
    }

    @Override
    public void setAside(GenerationId id) {
        byte[] png = images.remove(id);
        if (png != null) {
            setAside.put(id, png);
        }
    }

    @Override
    public void forEach(Consumer<GenerationId> consumer) {
        Set.copyOf(images.keySet()).forEach(consumer);
    }

    /** The images taken out of the store, as a copy. */
    public Set<GenerationId> idsSetAside() {
        return Set.copyOf(setAside.keySet());
    }
}
