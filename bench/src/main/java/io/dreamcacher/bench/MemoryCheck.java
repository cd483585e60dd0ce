package io.dreamcacher.bench;

import io.dreamcacher.access.Access;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileImageStore;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.MemoryStats;
import io.dreamcacher.memory.Outcome;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.memory.SearchQuery.Target;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks, after a crash, that a reopened memory kept its promises. */
final class MemoryCheck {
    private static final int FOUND_BY_IMAGE = 9;
    /** Many prompts of a set share their words. */
    private static final int FOUND_BY_WORDS = 50;
    private static final int EVERYTHING = 1_000_000;

    private final DreamCacher dreams;
    private final DataFolder folder;
    private final List<String> violations = new ArrayList<>();
    private final Map<GenerationId, BufferedImage> images = new HashMap<>();

    MemoryCheck(DreamCacher dreams) {
        this.dreams = dreams;
        this.folder = dreams.folder().folder();
    }

    /** What was broken, in sentences. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** Rows, files, index and counts agree, and every listed row has its whole image. */
    void everythingAgrees() throws IOException {
        List<Generation> listed = dreams.memory().newest(Access.LOCAL, EVERYTHING);
        listed.forEach(this::hasItsImage);
        Set<String> rows = listed.stream()
                .map(generation -> folder.root().relativize(file(generation)).toString())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> files = filesBelow(folder.images());
        must(rows.equals(files), "files and rows must agree, found files %s and rows %s", without(files, rows),
                without(rows, files));
        MemoryStats stats = dreams.memory().stats(Access.LOCAL);
        Statistics.Totals totals = stats.totals();
        must(totals.generations() == listed.size(), "stats must count %d pictures, found %d", listed.size(),
                totals.generations());
        must(stats.indexed() == listed.size(), "the index must hold %d pictures, found %d", listed.size(),
                stats.indexed());
        long made = totals.answered().generated() + totals.answered().refined();
        must(made == listed.size(), "stats must count %d made, found %d", listed.size(), made);
        long bytes = sizeBelow(folder.images());
        must(totals.imageBytes() == bytes, "stats must count %d bytes of pictures, found %d", bytes,
                totals.imageBytes());
    }

    private void hasItsImage(Generation generation) {
        GenerationId id = generation.id();
        Optional<ImageFile> file = dreams.memory().image(Access.LOCAL, id);
        must(file.isPresent(), "%s is listed and must have a picture, found none", id);
        file.ifPresent(found -> {
            must(found.digest().agreesWith(generation.file()), "%s must be %s, found %s", id, generation.file(),
                    found.digest());
            Optional<Provenance> inside = new ImageFormats().provenance(found);
            must(inside.equals(Optional.of(Provenance.of(generation))),
                    "the picture of %s must carry its recipe, found %s", id, inside);
            images.put(id, ImageFileReader.DEFAULT.read(found.bytes(), id + ".png"));
        });
    }

    /** An answer that was given is still there: by its name, by search and by its request. */
    void remembers(Acknowledgement acknowledgement, String prompt) {
        GenerationId id = acknowledgement.id();
        must(dreams.memory().generation(Access.LOCAL, id).isPresent(),
                "acknowledged %s must be remembered, found nothing", id);
        if (dreams.memory().generation(Access.LOCAL, id).isEmpty() || !acknowledgement.ofThisRequest()) {
            return;
        }
        ImageAnswer answer = dreams.answer(prompt).images().getFirst();
        must(answer.outcome() instanceof Outcome.Exact && answer.id().equals(Optional.of(id)),
                "\"%s\" must be answered EXACT by %s, found %s %s", prompt, id, answer.outcome().name(), answer.id());
        must(finds(new Target.Words(prompt), FOUND_BY_WORDS, id), "the words \"%s\" must find %s, found others", prompt,
                id);
    }

    /** An image that was acknowledged is found by what it shows. */
    void findsByImage(GenerationId id) {
        BufferedImage image = images.get(id);
        must(image != null && finds(new Target.Image(image), FOUND_BY_IMAGE, id),
                "its own picture must find %s, found others", id);
    }

    private boolean finds(Target target, int k, GenerationId id) {
        return dreams.memory()
                .search(Access.LOCAL, new SearchQuery(target, k))
                .stream()
                .anyMatch(found -> found.generation().id().equals(id));
    }

    /** An image is remembered if its row was committed, and set aside or gone if not. */
    void isWhole(GenerationId id, StorePhase reached) {
        boolean remembered = dreams.memory().generation(Access.LOCAL, id).isPresent();
        boolean setAside = Files.exists(folder.setAside().resolve(id + ".png"));
        switch (reached) {
            case IMAGE_TEMPORARY -> must(!remembered,
                    "%s was only a temporary file and must not be remembered, found a row", id);
            case IMAGE_DURABLE -> must(remembered != setAside,
                    "%s must be either remembered or set aside, found both or neither", id);
            case CATALOGUE_COMMITTED, INDEX_VISIBLE -> must(remembered,
                    "%s had its row committed and must be remembered, found nothing", id);
        }
        must(!remembered || !setAside, "%s is set aside and must have no row, found one", id);
    }

    private Path file(Generation generation) {
        return FileImageStore.file(folder.images(), new ImageKey(generation.scope(), generation.id()));
    }

    private Set<String> filesBelow(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.root().relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static long sizeBelow(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        return all.stream().filter(one -> !some.contains(one)).collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("AnnotateFormatMethod") // a private method is not worth a dependency
    private void must(boolean holds, String sentence, Object... values) {
        if (!holds) {
            violations.add(sentence.formatted(values));
        }
    }
}
