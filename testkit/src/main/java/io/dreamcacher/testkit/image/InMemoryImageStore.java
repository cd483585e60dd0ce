package io.dreamcacher.testkit.image;

import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.image.ImageStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** An image store that ends with the process. Thread-safe. */
public final class InMemoryImageStore implements ImageStore {
    private final Map<GenerationId, byte[]> pictures = new ConcurrentHashMap<>();
    private final Map<GenerationId, byte[]> setAside = new ConcurrentHashMap<>();

    /** An empty store. */
    public InMemoryImageStore() {}

    @Override
    public void put(GenerationId id, byte[] png) {
        pictures.put(id, png.clone());
    }

    @Override
    public Optional<byte[]> get(GenerationId id) {
        return Optional.ofNullable(pictures.get(id)).map(byte[]::clone);
    }

    @Override
    public boolean contains(GenerationId id) {
        return pictures.containsKey(id);
    }

    @Override
    public boolean delete(GenerationId id) {
        return pictures.remove(id) != null;
    }

    @Override
    public void setAside(GenerationId id) {
        byte[] png = pictures.remove(id);
        if (png != null) {
            setAside.put(id, png);
        }
    }

    @Override
    public void forEach(Consumer<GenerationId> consumer) {
        Set.copyOf(pictures.keySet()).forEach(consumer);
    }

    /** The pictures taken out of the store, as a copy. */
    public Set<GenerationId> idsSetAside() {
        return Set.copyOf(setAside.keySet());
    }
}
