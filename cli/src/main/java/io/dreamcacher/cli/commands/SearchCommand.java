package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.FoundView;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.client.PictureFiles;
import io.dreamcacher.cli.client.SearchOrder;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.request.ImageSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds remembered pictures. */
@Command(name = "search", description = "Find remembered pictures by what they show, by a picture, or by both.")
final class SearchCommand extends MemoryCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "WORDS", description = "What the pictures show.")
    private Optional<String> words;

    @Option(names = "--image", paramLabel = "FILE", description = "A picture they look like.")
    private Optional<Path> image;

    @Option(names = "--by-words", description = "Match the words of prompts instead of what pictures show.")
    private boolean byWords;

    @Option(names = "-k", paramLabel = "N", description = "How many results.", defaultValue = ""
            + SearchQuery.DEFAULT_K)
    private int k;

    @Option(names = "--model", paramLabel = "NAME", description = "Only pictures of this model.")
    private Optional<String> model;

    @Option(names = "--size", paramLabel = "WxH", description = "Only pictures of this size.")
    private Optional<String> size;

    SearchCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        SearchOrder order = new SearchOrder(words, image, byWords, k, model.map(MemoryFlags::absolute),
                size.map(ImageSize::parse));
        List<FoundView> found = memory.search(order)
                .stream()
                .map(view -> view.withPath(PictureFiles.of(memory.dataFolder(), view.id()).toString()))
                .toList();
        if (flags.json()) {
            printJson(Map.of("results", found));
        } else if (found.isEmpty()) {
            say("Nothing is remembered that could be found.");
        } else {
            found.forEach(view -> say("%5.2f  %s  %s", view.similarity(), view.id(), view.prompt()));
        }
        return ExitCode.OK;
    }
}
