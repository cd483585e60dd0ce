package io.dreamcacher.cli.commands;

import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.server.DreamCacherService;
import io.dreamcacher.server.RunningService;
import io.dreamcacher.server.ServiceOptions;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Goes once through what most commands do, over a memory thrown away afterwards, while the JVM records classes. */
@Command(name = "rehearse", hidden = true, description = "Used by the launcher to prepare fast starts.")
final class RehearseCommand implements Callable<Integer> {
    private static final String PROMPT = "a red house";

    private final CommandContext context;

    RehearseCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("dreamcacher-rehearsal");
        try {
            MemoryOptions options = MemoryOptions.at(folder);
            try (MemoryAccess memory = context.opener().apply(options)) {
                play(memory);
            }
            try (MemoryAccess memory = context.opener().apply(options)) {
                memory.answer(RequestPatch.of(PROMPT), event -> {});
            }
            rehearseService(options);
        } finally {
            deleteAll(folder);
        }
        return ExitCode.OK;
    }

    private void rehearseService(MemoryOptions options) {
        RunningService service = DreamCacherService.start(ServiceOptions.of(options).withPort(0));
        try (MemoryAccess memory = context.opener().apply(options)) {
            play(memory);
        } finally {
            service.close();
        }
    }

    private static void play(MemoryAccess memory) {
        memory.answer(RequestPatch.of(PROMPT), event -> {});
        memory.search(SearchRequest.of("house", 1));
        memory.suggest("a re", 1);
        memory.stats();
    }

    private static void deleteAll(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
