package io.dreamcacher.cli.commands;

import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.api.SearchResults.Result;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.lucene.VectorIndex;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.request.ImageSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds remembered pictures. */
@Command(name = "search", description = "Find remembered pictures, or with --in the entries of an index, by what they show, by pictures, or by both.")
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

    @Mixin
    private SetSearchFlags set = new SetSearchFlags();

    SearchCommand(CommandContext context) {
        super(context);
    }

    @Override
    Optional<Integer> runWithout() {
        return set.folder().map(this::searchSet);
    }

    private int searchSet(Path folder) {
        if (byWords || model.isPresent() || size.isPresent()) {
            throw DreamCacherException.badRequest(
                    "--by-words, --model and --size are of remembered pictures; leave them out of a search --in an index.");
        }
        List<VectorIndex.Hit> found = new SetSearch(context, folder, flags.clip())
                .search(set.wanted(words, image), k, set.offset());
        if (flags.json()) {
            printJson(Map.of("results", found.stream().map(SetResult::of).toList()));
        } else if (found.isEmpty()) {
            say("Nothing was found.");
        } else {
            found.forEach(hit -> say("%5.2f  %s%s", hit.similarity(), hit.entry().id(),
                    hit.entry().prompt().map(prompt -> "  " + prompt).orElse("")));
        }
        set.sheet().ifPresent(sheet -> sheet.write(found));
        return ExitCode.OK;
    }

    /** A result as JSON. */
    private record SetResult(String id, double similarity, Optional<String> prompt, Map<String, Object> metadata) {
        static SetResult of(VectorIndex.Hit hit) {
            return new SetResult(hit.entry().id(), hit.similarity(), hit.entry().prompt(), hit.entry().metadata());
        }
    }

    @Override
    int run(MemoryAccess memory) {
        set.requireNone();
        if (words.isEmpty() && image.isEmpty()) {
            throw DreamCacherException.badRequest("Say what to search for: words, or a picture with --image FILE.");
        }
        SearchRequest request = new SearchRequest(words, image.map(GivenImage::bytes), byWords, k,
                model.map(MemoryFlags::absolute), size.map(ImageSize::parse));
        List<Result> found = memory.search(request)
                .results()
                .stream()
                .map(result -> result.withPath(memory.place(result.id())))
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
