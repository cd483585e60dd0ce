package io.dreamcacher.collections.embedding;

import io.dreamcacher.datasets.PromptSource;
import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.image.ImageFolder;
import io.dreamcacher.datasets.table.TableRow;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.codec.digest.DigestUtils;

/** The things of an input, in an order that never changes, each id once. */
final class EmbeddingItems {
    private static final int ID_DIGITS = 20;

    private EmbeddingItems() {}

    /** How many there are at most. */
    static long count(EmbeddingInput input) {
        return switch (input) {
            case EmbeddingInput.Images images -> images.folder().files().count();
            case EmbeddingInput.Prompts prompts -> {
                try (PromptSource source = PromptSource.open(prompts.file(), prompts.layout())) {
                    yield rows(source).count();
                }
            }
        };
    }

    /**
     * All of them, read as they are asked for; the stream must be closed.
     *
     * @param defects told of what cannot be used
     */
    static Stream<EmbeddingItem> of(EmbeddingInput input, Consumer<Defect> defects) {
        return switch (input) {
            case EmbeddingInput.Images images -> images.folder().files().map(file -> image(images.folder(), file));
            case EmbeddingInput.Prompts prompts -> prompts(prompts, defects);
        };
    }

    private static EmbeddingItem image(ImageFolder folder, Path file) {
        try {
            return new EmbeddingItem.ImageItem(folder.read(file), Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<EmbeddingItem> prompts(EmbeddingInput.Prompts prompts, Consumer<Defect> defects) {
        PromptSource source = PromptSource.open(prompts.file(), prompts.layout());
        Set<String> seen = new HashSet<>();
        return rows(source).map(row -> prompt(prompts, row, source.column()))
                .filter(item -> !item.text().isBlank())
                .filter(item -> seen.add(item.id()) || isRepeated(prompts, item, defects))
                .map(EmbeddingItem.class::cast)
                .onClose(source::close);
    }

    private static Stream<TableRow> rows(PromptSource source) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(source.rows(), Spliterator.ORDERED), false);
    }

    private static boolean isRepeated(EmbeddingInput.Prompts prompts, EmbeddingItem.PromptItem item,
            Consumer<Defect> defects) {
        prompts.idColumn()
                .ifPresent(column -> defects.accept(new Defect(prompts.file(), "id \"%s\"".formatted(item.id()),
                        "ids in column \"%s\" must be different, but this one came before".formatted(column))));
        return false;
    }

    private static EmbeddingItem.PromptItem prompt(EmbeddingInput.Prompts prompts, TableRow row, String column) {
        String text = row.value(column).map(String::valueOf).orElse("");
        String id = prompts.idColumn().map(name -> id(prompts.file(), name, row)).orElseGet(() -> id(text));
        Map<String, Object> metadata = new LinkedHashMap<>(row.values());
        metadata.keySet().removeIf(column::equalsIgnoreCase);
        return new EmbeddingItem.PromptItem(id, text, metadata);
    }

    private static String id(String text) {
        return DigestUtils.sha256Hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
    }

    private static String id(Path file, String column, TableRow row) {
        Optional<String> id = row.value(column).map(String::valueOf).filter(value -> !value.isBlank());
        return id.orElseThrow(() -> DreamCacherException.badRequest(
                "Every row must have an id in column \"%s\", but line %d of %s has none; name another column with --id-column, or none."
                        .formatted(column, row.line(), file)));
    }
}
