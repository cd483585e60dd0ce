package io.dreamcacher.diffusion.safetensors;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tensors of one network: those of a single file, or of the shards that a {@code *.safetensors.index.json} lists.
 * Immutable and thread-safe.
 */
public final class Checkpoint {
    private final Path source;
    private final Map<String, SafetensorsFile> files;

    private Checkpoint(Path source, Map<String, SafetensorsFile> files) {
        this.source = source;
        this.files = Collections.unmodifiableMap(files);
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
        Map<String, SafetensorsFile> files = new TreeMap<>();
        file.tensors().keySet().forEach(name -> files.put(name, file));
        return new Checkpoint(path, files);
    }

    private static Checkpoint sharded(Path index) {
        Map<String, SafetensorsFile> shards = new HashMap<>();
        Map<String, SafetensorsFile> files = new TreeMap<>();
        for (Map.Entry<String, JsonNode> mapping : weightMap(index).properties()) {
            String shardName = shardName(index, mapping.getKey(), mapping.getValue());
            SafetensorsFile shard = shards.computeIfAbsent(shardName,
                    name -> SafetensorsFile.open(index.resolveSibling(name)));
            files.put(mapping.getKey(), shard);
            if (!shard.tensors().containsKey(mapping.getKey())) {
                throw invalid("Tensor %s must be in %s, where %s places it; that file does not have it."
                        .formatted(mapping.getKey(), shard.path(), index));
            }
        }
        requireListed(index, shards.values(), files);
        return new Checkpoint(index, files);
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
            Map<String, SafetensorsFile> files) {
        for (SafetensorsFile shard : shards) {
            for (String name : shard.tensors().keySet()) {
                if (!Objects.equals(files.get(name), shard)) {
                    throw invalid("Tensor %s of %s must be listed for that file in %s; it is not."
                            .formatted(name, shard.path(), index));
                }
            }
        }
    }

    /** The file or index this was opened from, for messages. */
    public Path source() {
        return source;
    }

    /** All tensor names, sorted. */
    public Set<String> names() {
        return files.keySet();
    }

    /** Whether there is a tensor of this name. */
    public boolean has(String name) {
        return files.containsKey(name);
    }

    /**
     * The file that holds a tensor.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if no file does
     */
    public SafetensorsFile fileOf(String name) {
        SafetensorsFile file = files.get(name);
        if (file == null) {
            throw invalid("%s must have a tensor %s; it has %d others.".formatted(source, name, files.size()));
        }
        return file;
    }

    /**
     * The place of a tensor in its file.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if there is none of this name
     */
    public TensorEntry tensor(String name) {
        return fileOf(name).tensor(name);
    }

    /**
     * The innermost real folder that holds all files. ONNX Runtime reads weights only from below one folder and refuses
     * symbolic links that leave it, as those of the Hugging Face cache do; hence the real one.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if the files have no folder in common
     */
    public Path realFolder() {
        List<Path> folders = files.values().stream().map(file -> file.path().getParent()).distinct().toList();
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

    private static DreamCacherException invalid(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message);
    }
}
