package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tensors of one network by the names the network knows them by: those of a single file, of the shards that a
 * {@code *.safetensors.index.json} lists, or chosen and made from such. Immutable and thread-safe.
 */
public final class Checkpoint {
    private final Path source;
    private final Map<String, WeightTensor> tensors;

    private Checkpoint(Path source, Map<String, WeightTensor> tensors) {
        this.source = source;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * Tensors from anywhere.
     *
     * @param source the file, index or folder they come from, for messages
     */
    public static Checkpoint of(Path source, Map<String, WeightTensor> tensors) {
        return new Checkpoint(source, new TreeMap<>(tensors));
    }

    /**
     * Opens a {@code .safetensors} file or an index of shards, told apart by the name's end.
     *
     * @throws DreamCacherException
     *             {@code NOT_FOUND} or {@code BAD_MODEL} if a file is missing or invalid, or shards and index disagree
     */
    public static Checkpoint open(Path fileOrIndex) {
        return fileOrIndex.toString().endsWith(".json") ? sharded(fileOrIndex) : single(fileOrIndex);
    }

    private static Checkpoint single(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        Map<String, WeightTensor> tensors = new TreeMap<>();
        file.tensors().forEach((name, entry) -> tensors.put(name, new WeightTensor.Stored(file, entry)));
        return new Checkpoint(path, tensors);
    }

    private static Checkpoint sharded(Path index) {
        Map<String, SafetensorsFile> shards = new HashMap<>();
        Map<String, WeightTensor> tensors = new TreeMap<>();
        for (Map.Entry<String, JsonNode> mapping : weightMap(index).properties()) {
            String shardName = shardName(index, mapping.getKey(), mapping.getValue());
            SafetensorsFile shard = shards.computeIfAbsent(shardName, name -> shard(index, name));
            TensorEntry entry = shard.tensors().get(mapping.getKey());
            if (entry == null) {
                throw invalid("Tensor %s must be in %s, where %s places it; that file does not have it."
                        .formatted(mapping.getKey(), shard.path(), index));
            }
            tensors.put(mapping.getKey(), new WeightTensor.Stored(shard, entry));
        }
        requireListed(index, shards.values(), tensors);
        return new Checkpoint(index, tensors);
    }

    private static SafetensorsFile shard(Path index, String name) {
        Path shard = index.resolveSibling(name);
        if (!Files.exists(shard)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "All files that %s lists must exist; %s is missing. Complete the download.".formatted(index,
                            shard));
        }
        return SafetensorsFile.open(shard);
    }

    private static JsonNode weightMap(Path index) {
        try {
            JsonNode map = new JsonMapper().readTree(index.toFile()).path("weight_map");
            if (map.isObject()) {
                return map;
            }
        } catch (JacksonException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The index %s must be readable JSON; found: %s.".formatted(index, e.getOriginalMessage()), e);
        }
        throw invalid("The index %s must have an object weight_map from tensor to file; it has none.".formatted(index));
    }

    private static String shardName(Path index, String tensor, JsonNode value) {
        String name = value.isString() ? value.stringValue() : "";
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw invalid("The index %s must name a file beside it for tensor %s; found %s."
                    .formatted(index, tensor, value));
        }
        return name;
    }

    private static void requireListed(Path index, Collection<SafetensorsFile> shards,
            Map<String, WeightTensor> tensors) {
        for (SafetensorsFile shard : shards) {
            shard.tensors().forEach((name, entry) -> {
                if (!new WeightTensor.Stored(shard, entry).equals(tensors.get(name))) {
                    throw invalid("Tensor %s of %s must be listed for that file in %s; it is not."
                            .formatted(name, shard.path(), index));
                }
            });
        }
    }

    /** These tensors, some replaced or more added. */
    public Checkpoint with(Map<String, ? extends WeightTensor> others) {
        Map<String, WeightTensor> all = new TreeMap<>(tensors);
        all.putAll(others);
        return new Checkpoint(source, all);
    }

    /** The file, index or folder this is from, for messages. */
    public Path source() {
        return source;
    }

    /** All tensor names, sorted. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /** Whether there is a tensor of this name. */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * A tensor.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if there is none of this name
     */
    public WeightTensor tensor(String name) {
        WeightTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw invalid("%s must have a tensor %s; it has %d others.".formatted(source, name, tensors.size()));
        }
        return tensor;
    }

    /**
     * The innermost real folder that holds all files. ONNX Runtime reads weights only from below one folder and refuses
     * symbolic links that leave it, as those of the Hugging Face cache do; hence the real one.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if the files have no folder in common
     */
    public Path realFolder() {
        List<Path> folders = tensors.values().stream().flatMap(Checkpoint::folder).distinct().toList();
        @Nullable
        Path common = folders.isEmpty() ? source.toAbsolutePath().getParent() : folders.getFirst();
        for (Path folder : folders) {
            while (common != null && !folder.startsWith(common)) {
                common = common.getParent();
            }
        }
        if (common == null) {
            throw invalid("The files of %s must lie below one folder; found %s.".formatted(source, folders));
        }
        return common;
    }

    private static Stream<Path> folder(WeightTensor tensor) {
        return switch (tensor) {
            case WeightTensor.Stored stored -> Stream.of(stored.file().path().getParent());
            case WeightTensor.Made made -> Stream.empty();
        };
    }

    private static DreamCacherException invalid(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message);
    }
}
