package io.dreamcacher.cli.commands;

import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.api.SearchResults.Result;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.failure.DreamCacherException;
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
        if (words.isEmpty() && image.isEmpty()) {
            throw DreamCacherException.badRequest("Say what to search for: words, or a picture with --image FILE.");
        }
        SearchRequest request = new SearchRequest(words, image.map(GivenImage::bytes), byWords, k,
                model.map(MemoryFlags::absolute), size.map(ImageSize::parse));
        List<Result> found = memory.search(request)
                .results()
                .stream()
                .map(result -> result.withPath(memory.file(result.id()).toString()))
                .toList();
        if (flags.json()) {
            printJson(Map.of("results", found));
        } else if (found.isEmpty()) {
            say("Nothing is remembered that could be found.");
        } else {
            found.forEach(result -> say("%5.2f  %s  %s", result.similarity(), result.id(), result.prompt()));
        }
        return ExitCode.OK;
    }
}
