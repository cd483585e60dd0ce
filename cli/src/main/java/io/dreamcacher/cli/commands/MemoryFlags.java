package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.model.ModelRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of every command that opens a memory. */
final class MemoryFlags {
    @Option(names = "--data", paramLabel = "DIR", description = "Where everything remembered lies; else DREAMCACHER_DATA, else the platform's usual place.")
    private Optional<Path> data;

    @Option(names = "--clip", paramLabel = "DIR", description = "The search CLIP of a memory made now; default: the model's own.")
    private Optional<String> clip;

    @Option(names = "--json", description = "Print one JSON object for machines.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    boolean json() {
        return json;
    }

    MemoryOptions options(Optional<String> model) {
        MemoryOptions options = MemoryOptions.at(dataFolder());
        options = model.map(MemoryFlags::model).map(options::withModel).orElse(options);
        return clip().map(options::withClip).orElse(options);
    }

    Path dataFolder() {
        return data.map(DataFolder::new)
                .orElseGet(() -> DataFolder.usual(System.getenv(), System.getProperties()))
                .root();
    }

    Optional<String> clip() {
        return clip.map(MemoryFlags::absolute);
    }

    /** A model's name as a reference; a file or folder may have signs in its name that mean something in one. */
    static String model(String given) {
        return Files.exists(Path.of(given)) ? ModelRef.of(absolute(given)).toString() : given;
    }

    /** A name that is a folder or file here means that one, wherever the memory's owner runs. */
    static String absolute(String model) {
        return Files.exists(Path.of(model)) ? Path.of(model).toAbsolutePath().normalize().toString() : model;
    }
}
