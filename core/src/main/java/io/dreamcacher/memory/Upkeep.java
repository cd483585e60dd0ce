package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Inventory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageStore;
import java.util.ArrayList;
import java.util.List;

/** Makes images and catalogue agree again after the process died between two steps. */
public final class Upkeep {
    private static final int PAGE = 1000;

    private final ImageStore images;
    private final Inventory catalogue;

    /** Upkeep of a folder nobody else writes to. */
    public Upkeep(ImageStore images, Inventory catalogue) {
        this.images = images;
        this.catalogue = catalogue;
    }

    /**
     * What was found.
     *
     * @param setAside images without a row, moved out of the way: they were never acknowledged
     * @param missing rows whose image is gone
     */
    public record Findings(List<GenerationId> setAside, List<GenerationId> missing) {
        /** Takes unmodifiable copies. */
        public Findings {
            setAside = List.copyOf(setAside);
            missing = List.copyOf(missing);
        }
    }

    /** Goes on with deletions that were begun. */
    public void finishDeletions() {
        for (GenerationId id : catalogue.deletions()) {
            images.delete(id);
            catalogue.deleted(id);
        }
    }

    /** Compares every image with the catalogue and every row with the images. */
    public Findings reconcile() {
        finishDeletions();
        List<GenerationId> setAside = new ArrayList<>();
        images.forEach(id -> {
            if (!catalogue.contains(id)) {
                setAside.add(id);
            }
        });
        setAside.forEach(images::setAside);
        return new Findings(setAside, missing());
    }

    private List<GenerationId> missing() {
        List<GenerationId> missing = new ArrayList<>();
        List<Generation> page = catalogue.page("", PAGE);
        while (!page.isEmpty()) {
            page.stream().map(Generation::id).filter(id -> !images.contains(id)).forEach(missing::add);
            page = catalogue.page(page.getLast().id().value(), PAGE);
        }
        return missing;
    }
}
