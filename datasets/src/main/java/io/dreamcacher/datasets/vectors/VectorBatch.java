package io.dreamcacher.datasets.vectors;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One batch of a set, open: its labels and the vectors beside them, row by row. Not thread-safe; close it. */
final class VectorBatch implements AutoCloseable {
    private final RowLabels labels;
    private final Optional<NpyVectors> image;
    private final Optional<NpyVectors> text;
    private long row;

    /**
     * Where a batch lies.
     *
     * @param labels opens what its rows are of
     * @param image vectors of pictures
     * @param text vectors of prompts
     */
    record Files(Supplier<RowLabels> labels, Optional<Path> image, Optional<Path> text) {
        VectorBatch open() {
            return VectorBatch.open(this);
        }
    }

    private VectorBatch(RowLabels labels, Optional<NpyVectors> image, Optional<NpyVectors> text) {
        this.labels = labels;
        this.image = image;
        this.text = text;
    }

    private static VectorBatch open(Files files) {
        RowLabels labels = files.labels().get();
        VectorBatch batch = new VectorBatch(labels, Optional.empty(), Optional.empty());
        try {
            batch = new VectorBatch(labels, files.image().map(NpyVectors::open), Optional.empty());
            batch = new VectorBatch(labels, batch.image, files.text().map(NpyVectors::open));
            batch.requireSameLength();
            return batch;
        } catch (RuntimeException e) {
            batch.close();
            throw e;
        }
    }

    private Stream<NpyVectors> vectors() {
        return Stream.concat(image.stream(), text.stream());
    }

    private void requireSameLength() {
        vectors().filter(each -> each.count() != labels.count()).findFirst().ifPresent(each -> {
            throw DreamCacherException.badRequest(
                    "Every vector must have an id, but %s has %,d rows and %s has %,d; nobody can tell which belong together, so embed the set again."
                            .formatted(labels.file(), labels.count(), each.file(), each.count()));
        });
    }

    long count() {
        return labels.count();
    }

    /** Of all vectors of this batch. */
    int dimension() {
        int dimension = vectors().findFirst().orElseThrow().dimension();
        vectors().filter(each -> each.dimension() != dimension).findFirst().ifPresent(each -> {
            throw differs(each.file(), each.dimension(), dimension);
        });
        return dimension;
    }

    static DreamCacherException differs(Path file, int found, int dimension) {
        return DreamCacherException.badRequest(
                "All vectors of a set must have one dimension, but those of %s have %d and those before %d; keep sets of different models in folders of their own."
                        .formatted(file, found, dimension));
    }

    Path file() {
        return vectors().findFirst().orElseThrow().file();
    }

    boolean hasNext() {
        return row < count();
    }

    /** The next row; empty for one that cannot be used, which is told. */
    Optional<VectorEntry> next(Consumer<Defect> defects) {
        RowLabels.Label label = labels.next();
        Optional<String> fault = VectorEntry.fault(label.id());
        Optional<float[]> imageVector = image.map(vectors -> vectors.row(row));
        Optional<float[]> textVector = text.map(vectors -> vectors.row(row));
        long number = row++;
        if (fault.isPresent()) {
            defects.accept(new Defect(labels.file(), "row " + number, fault.get()));
            return Optional.empty();
        }
        if (isFaulty(image, imageVector, label, number, defects)
                || isFaulty(text, textVector, label, number, defects)) {
            return Optional.empty();
        }
        return Optional.of(new VectorEntry(label.id(), imageVector.map(Embedding::ofVector),
                textVector.map(Embedding::ofVector), label.prompt(), label.metadata()));
    }

    private static boolean isFaulty(Optional<NpyVectors> vectors, Optional<float[]> vector, RowLabels.Label label,
            long number, Consumer<Defect> defects) {
        Optional<String> fault = vector.flatMap(UnitLength::fault);
        fault.ifPresent(reason -> defects.accept(new Defect(vectors.orElseThrow().file(),
                "row %d (id %s)".formatted(number, label.id()), reason)));
        return fault.isPresent();
    }

    @Override
    public void close() {
        labels.close();
        vectors().forEach(NpyVectors::close);
    }
}
