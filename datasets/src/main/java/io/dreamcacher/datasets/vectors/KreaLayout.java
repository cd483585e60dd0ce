package io.dreamcacher.datasets.vectors;

import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The layout of krea-ai/prompt-search: {@code ids/000000000.npy} (texts) and {@code embeddings/000000000.npy} (float32) a
 * batch, of pictures as {@code extract_visual_clip_embeddings.py} writes them; {@code prompt_ids.npy} and
 * {@code text_embeddings.npy}, of prompts as {@code extract_textual_clip_embeddings.py} does.
 */
final class KreaLayout {
    private static final String IDS = "ids";
    private static final String EMBEDDINGS = "embeddings";

    private KreaLayout() {}

    static boolean isAt(Path folder) {
        return Files.isDirectory(folder.resolve(EMBEDDINGS)) || Files.isRegularFile(textEmbeddings(folder));
    }

    private static Path textEmbeddings(Path folder) {
        return folder.resolve("text_embeddings.npy");
    }

    /**
     * The batches by their names.
     *
     * @param ofTexts whether the vectors of batches are of prompts
     */
    static List<VectorBatch.Files> batches(Path folder, boolean ofTexts) {
        if (Files.isRegularFile(textEmbeddings(folder))) {
            return List.of(files(folder.resolve("prompt_ids.npy"), textEmbeddings(folder), true));
        }
        Set<String> ids = names(folder.resolve(IDS));
        Set<String> embeddings = names(folder.resolve(EMBEDDINGS));
        requireBoth(folder, ids, embeddings, IDS, EMBEDDINGS);
        requireBoth(folder, embeddings, ids, EMBEDDINGS, IDS);
        return embeddings.stream()
                .map(name -> files(folder.resolve(IDS).resolve(name), folder.resolve(EMBEDDINGS).resolve(name),
                        ofTexts))
                .toList();
    }

    private static VectorBatch.Files files(Path ids, Path vectors, boolean ofTexts) {
        Optional<Path> file = Optional.of(vectors);
        return new VectorBatch.Files(() -> new NpyLabels(ids), file.filter(path -> !ofTexts),
                file.filter(path -> ofTexts));
    }

    private static Set<String> names(Path folder) {
        return VectorFolder.files(folder, ".npy")
                .stream()
                .map(VectorFolder::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void requireBoth(Path folder, Set<String> some, Set<String> others, String here, String there) {
        some.stream().filter(name -> !others.contains(name)).findFirst().ifPresent(name -> {
            throw DreamCacherException.badRequest(
                    "Every batch must have a file in %s and one in %s, but %s has %s/%s and no %s/%s; embed that batch again."
                            .formatted(IDS, EMBEDDINGS, folder, here, name, there, name));
        });
    }

    private static Path batch(Path folder, String part, int number) {
        return folder.resolve(part).resolve("%09d.npy".formatted(number));
    }

    /** Whether a batch is there whole: its ids are written last. */
    static boolean has(Path folder, int number) {
        return Files.exists(batch(folder, IDS, number));
    }

    static List<Path> files(Path folder, int number) {
        return List.of(batch(folder, EMBEDDINGS, number), batch(folder, IDS, number));
    }

    static void write(Path folder, int number, List<VectorEntry> entries, boolean ofTexts) {
        List<float[]> vectors = entries.stream()
                .map(entry -> (ofTexts ? entry.text() : entry.image()).orElseThrow().toArray())
                .toList();
        NpyVectors.write(batch(folder, EMBEDDINGS, number), vectors, vectors.getFirst().length, FloatPrecision.SINGLE);
        NpyTexts.write(batch(folder, IDS, number), entries.stream().map(VectorEntry::id).toList());
    }
}
