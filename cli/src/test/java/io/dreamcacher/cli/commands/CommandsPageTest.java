package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.cli.client.MemoryAccesses;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.ModelLibrary;
import io.dreamcacher.embedded.ModelTools;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/commands.md} against the commands. */
class CommandsPageTest {
    private static final Path PAGE = Path.of("../docs/commands.md");

    @Test
    void page_namesEveryCommand() throws IOException {
        String page = Files.readString(PAGE);
        List<String> headings = page.lines().filter(line -> line.startsWith("### ")).toList();
        List<String> missing = new ArrayList<>();

        commands().getSubcommands().forEach((name, command) -> {
            boolean headed = headings.stream().anyMatch(heading -> heading.matches(".*\\b" + name + "\\b.*"));
            if (!headed && !command.getCommandSpec().usageMessage().hidden()) {
                missing.add(name);
            }
            command.getSubcommands()
                    .keySet()
                    .stream()
                    .filter(sub -> !page.contains(name + " " + sub))
                    .forEach(
                            sub -> missing.add(name + " " + sub));
        });

        assertThat(missing).isEmpty();
    }

    private static CommandLine commands() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return CommandLineProgram.program(new CommandContext(new Terminal(nowhere, nowhere, false, false, Map.of()),
                MemoryAccesses::open, ModelTools::open, ModelLibrary::usual));
    }
}
