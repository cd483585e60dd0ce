package io.dreamcacher.cli.commands;

import io.dreamcacher.collections.embedding.EmbeddingInput;
import io.dreamcacher.collections.embedding.EmbeddingPlan;
import io.dreamcacher.datasets.image.ImageFolder;
import io.dreamcacher.datasets.image.WebDataset;
import io.dreamcacher.datasets.table.TableLayout;
import io.dreamcacher.datasets.vectors.VectorLayout;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the vectors of a whole collection are made. */
final class EmbedSetFlags {
    @Option(names = "--to", paramLabel = "DIR", description = "Embed a whole folder of pictures, or file of prompts, into this folder of vectors, new or of an earlier run with the same collection; stopped and started again, it goes on where it was.")
    private Optional<Path> target = Optional.empty();

    @Option(names = "--text", description = "The collection is a file of prompts: .txt, .csv, .tsv, .jsonl, .json or .parquet.")
    private boolean text;

    @Option(names = "--column", paramLabel = "NAME", description = "The column with the prompts of a table; default: prompt.")
    private Optional<String> column = Optional.empty();

    @Option(names = "--id-column", paramLabel = "NAME", description = "The column of a table with ids; without one, 20 digits of a prompt's SHA-256 are its id.")
    private Optional<String> idColumn = Optional.empty();

    @Mixin
    private WhereFlag where = new WhereFlag();

    @Option(names = "--layout", paramLabel = "clip-retrieval|krea", defaultValue = "clip-retrieval", converter = LayoutConverter.class, description = "How the vectors lie in the folder: clip-retrieval (img_emb or text_emb, with prompts in metadata; the default) or krea (ids and embeddings).")
    private VectorLayout layout = VectorLayout.CLIP_RETRIEVAL;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128", description = "How many go through the network at once; default: 128.")
    private int batch;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "2", description = "Threads that read and prepare; default: 2.")
    private int workers;

    @Option(names = "--shard", paramLabel = "N", defaultValue = "1024", description = "Vectors a file; a killed run loses at most one. Default: 1024.")
    private int shard;

    /** What the flags say of what was named; empty where no whole collection is meant. */
    Optional<EmbeddingPlan> plan(List<String> subjects) {
        if (target.isEmpty() && (text || column.isPresent() || idColumn.isPresent() || where.filter().isPresent())) {
            throw DreamCacherException.badRequest(
                    "--text, --column, --id-column and --where are of a file of prompts, whose vectors need a folder; name one with --to.");
        }
        return target.map(folder -> plan(subjects, folder));
    }

    private EmbeddingPlan plan(List<String> subjects, Path folder) {
        if (subjects.size() != 1) {
            throw DreamCacherException.badRequest(
                    "With --to one folder of pictures, or with --text one file of prompts, is embedded, but %d were named; name one."
                            .formatted(subjects.size()));
        }
        return new EmbeddingPlan(input(Path.of(subjects.getFirst())), folder, layout, batch, workers, shard);
    }

    private EmbeddingInput input(Path path) {
        if (text) {
            return new EmbeddingInput.Prompts(path, new TableLayout(column, Optional.empty(), where.filter()),
                    idColumn);
        }
        if (WebDataset.isTar(path)) {
            throw DreamCacherException.badRequest(
                    "Vectors are made of a folder of pictures, but %s is a tar; unpack it, or import it into a memory."
                            .formatted(path));
        }
        if (column.isPresent() || idColumn.isPresent() || where.filter().isPresent()) {
            throw DreamCacherException.badRequest(
                    "--column, --id-column and --where are of a file of prompts, but %s is embedded as pictures; add --text, or leave them out."
                            .formatted(path));
        }
        return new EmbeddingInput.Images(new ImageFolder(path));
    }

    /** Names as people write them. */
    static final class LayoutConverter implements ITypeConverter<VectorLayout> {
        @Override
        public VectorLayout convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "clip-retrieval" -> VectorLayout.CLIP_RETRIEVAL;
                case "krea" -> VectorLayout.KREA;
                default -> throw new TypeConversionException("must be clip-retrieval or krea, but was " + value);
            };
        }
    }
}
