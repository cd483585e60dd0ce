package io.dreamcacher.cli.warm;

import io.dreamcacher.datasets.PromptSource;
import io.dreamcacher.datasets.TableLayout;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code warm} was told.
 *
 * @param file of prompts
 * @param layout what was said of the file's columns
 * @param limit most prompts to take
 * @param minLength shortest prompt to take
 * @param keepDuplicates whether to take prompts of an earlier one's words
 * @param embedOnly whether to make no pictures
 * @param model that draws
 */
public record WarmPlan(Path file, TableLayout layout, long limit, int minLength, boolean keepDuplicates,
        boolean embedOnly, Optional<String> model) {
    /** The file, opened and not read yet. */
    public PromptSource source() {
        return PromptSource.open(file, layout);
    }
}
