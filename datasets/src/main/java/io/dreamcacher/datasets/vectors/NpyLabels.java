package io.dreamcacher.datasets.vectors;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Ids of a {@code .npy} file; nothing else is told. */
final class NpyLabels implements RowLabels {
    private final NpyTexts ids;
    private long row;

    NpyLabels(Path file) {
        ids = NpyTexts.open(file);
    }

    @Override
    public Path file() {
        return ids.file();
    }

    @Override
    public long count() {
        return ids.count();
    }

    @Override
    public Label next() {
        return new Label(ids.row(row++), Optional.empty(), Map.of());
    }

    @Override
    public void close() {
        ids.close();
    }
}
