package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {
    @ParameterizedTest
    @EnumSource
    void of_everyCategory_isThatOfTheDocument(FailureCategory category) throws IOException {
        assertThat(Files.readString(Path.of("../docs/errors.md"))).containsPattern(
                Pattern.compile("(?m)^\\| `%s` \\|.*\\| \\d+ \\| %d \\|$".formatted(category, ExitCode.of(category))));
    }
}
