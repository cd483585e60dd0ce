package io.dreamcacher.cli.warm;

import io.dreamcacher.api.RequestPatch.MemoryPatch;
import io.dreamcacher.datasets.PromptSource;
import io.dreamcacher.datasets.table.TableLayout;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code warm} was told.
 *
 * @param file of prompts
 * @param layout what was said of the file's columns
 * @param selection which prompts to take
 * @param embedOnly whether to make no pictures
 * @param model that draws
 * @param memory what may answer instead of a new picture
 */
public record WarmPlan(Path file, TableLayout layout, Selection selection, boolean embedOnly, Optional<String> model,
        MemoryPatch memory) {
    /**
     * Which prompts of a file to take.
     *
     * @param limit most of them
     * @param minLength shortest one
     * @param keepDuplicates whether to take those of an earlier one's words
     */
    public record Selection(long limit, int minLength, boolean keepDuplicates) {}

    /** The file, opened and not read yet. */
    public PromptSource source() {
        return PromptSource.open(file, layout);
    }
}
