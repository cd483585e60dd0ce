package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Rebuilds a catalogue from the images: each carries its recipe. Counts, feedback and bare prompts are lost. */
public final class Recovery {
    private final ImageStore images;
    private final ImageFiles files;
    private final Catalogue catalogue;
    private final SearchEncoder encoder;

    /**
     * @param parts the images; read only, but for images without a readable recipe, which are set aside
     * @param catalogue new or partly recovered; images it has already are passed over
     * @param encoder the CLIP of that catalogue
     */
    public Recovery(ImageParts parts, Catalogue catalogue, SearchEncoder encoder) {
        this.images = parts.store();
        this.files = parts.files();
        this.catalogue = catalogue;
        this.encoder = encoder;
    }

    /**
     * What became of the images.
     *
     * @param recovered now in the catalogue
     * @param known were in it already
     * @param unreadable had no readable recipe and were set aside
     */
    public record Recovered(long recovered, long known, List<GenerationId> unreadable) {
        /** Takes an unmodifiable copy. */
        public Recovered {
            unreadable = List.copyOf(unreadable);
        }
    }

    /**
     * Goes through every image. May be stopped and started again.
     *
     * @param progress told how many images were looked at, and how many there are
     */
    public Recovered run(BiConsumer<Long, Long> progress) {
        new Upkeep(images, catalogue).finishDeletions();
        List<GenerationId> ids = new ArrayList<>();
        images.forEach(ids::add);
        List<GenerationId> unreadable = new ArrayList<>();
        long known = 0;
        long done = 0;
        for (GenerationId id : ids) {
            if (catalogue.contains(id)) {
                known++;
            } else if (!recover(id)) {
                unreadable.add(id);
                images.setAside(id);
            }
            progress.accept(++done, (long) ids.size());
        }
        return new Recovered(ids.size() - known - unreadable.size(), known, unreadable);
    }

    private boolean recover(GenerationId id) {
        byte[] png = images.get(id).orElse(new byte[0]);
        try {
            Optional<Provenance> provenance = files.provenance(new ImageFile(png, MediaType.PNG));
            provenance.ifPresent(found -> catalogue.add(Access.LOCAL,
                    found.toGeneration(id, Access.LOCAL.writeScope(), png.length),
                    vectors(found.recipe().prompt(), png, id)));
            return provenance.isPresent();
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.BAD_REQUEST) {
                return false;
            }
            throw e;
        }
    }

    private GenerationVectors vectors(String prompt, byte[] png, GenerationId id) {
        EncodedPrompt encoded = encoder.encode(prompt);
        Optional<GenerationVectors.Joint> joint = encoder.description().encodesImages()
                ? encoded.text()
                        .map(text -> new GenerationVectors.Joint(text,
                                encoder.encode(files.decode(new ImageFile(png, MediaType.PNG), id + ".png"))))
                : Optional.empty();
        return new GenerationVectors(encoded.prompt(), joint);
    }
}
