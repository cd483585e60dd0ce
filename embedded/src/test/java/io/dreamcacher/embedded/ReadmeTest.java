package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void libraryExample_lines_areThoseOfTheCompiledProgram() throws IOException {
        List<String> program = Files.readAllLines(Path.of("src/test/java/io/dreamcacher/embedded/Example.java"))
                .stream()
                .dropWhile(line -> !line.contains("try (DreamCacher"))
                .takeWhile(line -> !line.equals("    }"))
                .map(String::strip)
                .toList();
        List<String> readme = Files.readAllLines(Path.of("../README.md")).stream().map(String::strip).toList();

        assertThat(program).hasSizeGreaterThan(3);
        assertThat(readme).containsSubsequence(program);
    }
}
