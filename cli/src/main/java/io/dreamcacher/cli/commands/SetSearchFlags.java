package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.lucene.SetQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is searched for in an index of vectors. */
final class SetSearchFlags {
    @Option(names = "--in", paramLabel = "INDEX", description = "Search an index that \"dreamcacher index\" made, instead of the memory.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--plus", paramLabel = "WORDS|PICTURE", description = "Also near to this; snow^0.5 for half its weight. Repeatable.")
    private List<String> near = new ArrayList<>();

    @Option(names = "--minus", paramLabel = "WORDS|PICTURE", description = "Far from this. Repeatable.")
    private List<String> far = new ArrayList<>();

    @Option(names = "--like", paramLabel = "ID", description = "Near to an entry of the index. Repeatable.")
    private List<String> like = new ArrayList<>();

    @Option(names = "--of", paramLabel = "images|prompts", description = "Which vectors are compared; default: those of pictures, where there are any.")
    private Optional<SetQuery.Of> what = Optional.empty();

    @Mixin
    private WhereFlag where = new WhereFlag();

    @Option(names = "--offset", paramLabel = "N", defaultValue = "0", description = "Results passed over.")
    private int offset;

    @Option(names = "--sheet", paramLabel = "FILE.png", description = "Also write the pictures that were found side by side; with --pictures.")
    private Optional<Path> sheet = Optional.empty();

    @Option(names = "--pictures", paramLabel = "DIR", description = "The folder that was embedded, whose paths the ids are.")
    private Optional<Path> pictures = Optional.empty();

    Optional<Path> folder() {
        return folder;
    }

    int offset() {
        return offset;
    }

    /**
     * All that is near or far.
     *
     * @param words that were given by themselves
     * @param image that was given by itself
     */
    SetSearch.Wanted wanted(Optional<String> words, Optional<Path> image) {
        List<SearchTerm> all = new ArrayList<>();
        words.ifPresent(text -> all.add(new SearchTerm(new Subject.Text(text), 1)));
        image.ifPresent(file -> all.add(new SearchTerm(new Subject.ImageAt(file.toString()), 1)));
        near.forEach(term -> all.add(SearchTerm.of(term)));
        return new SetSearch.Wanted(all, far.stream().map(SearchTerm::of).toList(), like, where.filter(), what);
    }

    /** Refuses what only an index is asked for, where none was named. */
    void requireNone() {
        boolean any = !near.isEmpty() || !far.isEmpty() || !like.isEmpty() || where.filter().isPresent()
                || what.isPresent() || offset != 0 || sheet.isPresent() || pictures.isPresent();
        if (any) {
            throw DreamCacherException.badRequest(
                    "--plus, --minus, --like, --where, --of, --offset, --sheet and --pictures are of a search in an index; name one with --in, or leave them out.");
        }
    }

    /** Where the pictures that were found are to be shown. */
    Optional<ContactSheet> sheet() {
        return sheet.map(file -> new ContactSheet(OutputFile.png(file), pictures));
    }
}
