package io.dreamcacher.datasets.vectors;

import io.dreamcacher.datasets.table.ParquetTable;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layout of clip-retrieval's {@code clip_inference}: {@code img_emb/img_emb_0.npy}, {@code text_emb/text_emb_0.npy} (one of
 * them, or both) and {@code metadata/metadata_0.parquet} with a row for each vector. What it calls {@code caption} is the prompt; a column {@code id} has ids here,
 * where it is missing {@code image_path}, {@code key} or {@code url}. Vectors are written as float32, which loses nothing; those of others, mostly float16, are
 * read as they are.
 */
final class ClipRetrievalLayout {
    static final String ID = "id";
    static final String CAPTION = "caption";

    private static final String IMAGES = "img_emb";
    private static final String TEXTS = "text_emb";
    private static final String METADATA = "metadata";
    private static final Pattern NUMBERED = Pattern.compile(".*_(\\d+)\\.(?:npy|parquet)");

    private ClipRetrievalLayout() {}

    static boolean isAt(Path folder) {
        return Files.isDirectory(folder.resolve(METADATA))
                && (Files.isDirectory(folder.resolve(IMAGES)) || Files.isDirectory(folder.resolve(TEXTS)));
    }

    /** The batches by their numbers, however many digits these have. */
    static List<VectorBatch.Files> batches(Path folder) {
        Map<Long, Path> metadata = numbered(folder.resolve(METADATA), ".parquet");
        Map<Long, Path> images = numbered(folder.resolve(IMAGES), ".npy");
        Map<Long, Path> texts = numbered(folder.resolve(TEXTS), ".npy");
        for (Map<Long, Path> vectors : List.of(images, texts)) {
            vectors.forEach((number, file) -> requireMetadata(metadata, number, file));
            metadata.forEach((number, file) -> requireVectors(vectors, number, file));
        }
        return metadata.entrySet()
                .stream()
                .map(batch -> new VectorBatch.Files(() -> ParquetLabels.open(batch.getValue()),
                        Optional.ofNullable(images.get(batch.getKey())),
                        Optional.ofNullable(texts.get(batch.getKey()))))
                .toList();
    }

    private static Map<Long, Path> numbered(Path folder, String ending) {
        Map<Long, Path> files = new TreeMap<>();
        for (Path file : VectorFolder.files(folder, ending)) {
            Matcher number = NUMBERED.matcher(VectorFolder.name(file));
            if (number.matches()) {
                files.put(Long.parseLong(number.group(1)), file);
            }
        }
        return files;
    }

    private static void requireMetadata(Map<Long, Path> metadata, long number, Path vectors) {
        if (!metadata.containsKey(number)) {
            throw DreamCacherException.badRequest(
                    "Every file of vectors must have one of metadata, but there is no metadata_%d.parquet for %s; embed that batch again."
                            .formatted(number, vectors));
        }
    }

    private static void requireVectors(Map<Long, Path> vectors, long number, Path metadata) {
        if (!vectors.isEmpty() && !vectors.containsKey(number)) {
            throw DreamCacherException.badRequest(
                    "Every file of metadata must have one of vectors, but %s has none; embed that batch again."
                            .formatted(metadata));
        }
    }

    private static Path images(Path folder, int number) {
        return folder.resolve(IMAGES).resolve("img_emb_%d.npy".formatted(number));
    }

    private static Path texts(Path folder, int number) {
        return folder.resolve(TEXTS).resolve("text_emb_%d.npy".formatted(number));
    }

    private static Path metadata(Path folder, int number) {
        return folder.resolve(METADATA).resolve("metadata_%d.parquet".formatted(number));
    }

    /** Whether a batch is there whole: its metadata are written last. */
    static boolean has(Path folder, int number) {
        return Files.exists(metadata(folder, number));
    }

    static List<Path> files(Path folder, int number) {
        return List.of(images(folder, number), texts(folder, number), metadata(folder, number))
                .stream()
                .filter(Files::exists)
                .toList();
    }

    static void write(Path folder, int number, List<VectorEntry> entries) {
        writeVectors(images(folder, number), entries, VectorEntry::image);
        writeVectors(texts(folder, number), entries, VectorEntry::text);
        ParquetTable.write(metadata(folder, number), List.of(ID, CAPTION),
                entries.stream().map(ClipRetrievalLayout::row).toList());
    }

    private static void writeVectors(Path file, List<VectorEntry> entries,
            Function<VectorEntry, Optional<Embedding>> vector) {
        List<float[]> vectors = entries.stream().map(vector).flatMap(Optional::stream).map(Embedding::toArray).toList();
        if (vectors.isEmpty()) {
            return;
        }
        if (vectors.size() < entries.size()) {
            throw new IllegalArgumentException(
                    "either all entries of a batch have a vector of a kind or none, found %d of %d"
                            .formatted(vectors.size(), entries.size()));
        }
        NpyVectors.write(file, vectors, vectors.getFirst().length, FloatPrecision.SINGLE);
    }

    private static Map<String, Object> row(VectorEntry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(ID, entry.id());
        entry.prompt().ifPresent(prompt -> row.put(CAPTION, prompt));
        entry.metadata().forEach(row::putIfAbsent);
        return row;
    }
}
