package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.TokenReader;
import io.dreamcacher.diffusion.TokenizedText;
import io.dreamcacher.diffusion.TokenizedText.Token;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows texts as tokens. */
@Command(name = "tokens", description = "Show what a model reads of a text: token ids, pieces, and what is cut off.")
final class TokensCommand extends ReadingCommand {
    @Parameters(arity = "0..*", paramLabel = "TEXT", description = "Texts to take apart.")
    private List<String> texts = List.of();

    @Option(names = "--jsonl", paramLabel = "FILE", description = "Read lines {\"text\": …}, print a line {\"ids\": […], \"length\": n, \"truncated\": b} for each.")
    private Optional<Path> jsonl;

    @Option(names = "--decode", paramLabel = "IDS", description = "Show the text of these token ids, such as \"320 2368\".")
    private Optional<String> decode;

    @Option(names = "--tokenizer", paramLabel = "DIR", description = "A folder with vocab.json and merges.txt, instead of the model's.")
    private Optional<Path> tokenizer;

    @Option(names = "--cleaning", paramLabel = "NAME", defaultValue = "openai", description = "openai repairs the text first, as search does; transformers does not, as what conditions the U-Net. Default: openai.")
    private TextCleaning cleaning = TextCleaning.OPENAI;

    /** The JSON object of {@code --decode}. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Decoded(int[] ids, List<String> pieces, String text) {}

    TokensCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        int given = (texts.isEmpty() ? 0 : 1) + (jsonl.isPresent() ? 1 : 0) + (decode.isPresent() ? 1 : 0);
        if (given != 1) {
            throw DreamCacherException.badRequest(
                    "Give one of these: texts, --jsonl FILE, or --decode IDS; %d were given.".formatted(given));
        }
        TokenReader reader = reader();
        jsonl.ifPresent(file -> new TokenLines(reader, context.terminal().out()).of(file));
        decode.ifPresent(ids -> tellText(reader, ids(ids)));
        if (!texts.isEmpty()) {
            tellTokens(reader);
        }
        return ExitCode.OK;
    }

    private TokenReader reader() {
        if (tokenizer.isPresent() && modelReference().isPresent()) {
            throw DreamCacherException.badRequest("--model and --tokenizer both name a vocabulary; give one of them.");
        }
        return tokenizer.map(folder -> TokenReader.open(folder, cleaning))
                .orElseGet(() -> tools().tokens(cleaning));
    }

    private static int[] ids(String text) {
        try {
            return Arrays.stream(text.strip().split("[\\s,\\[\\]]+"))
                    .filter(word -> !word.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "--decode takes whole numbers with spaces or commas between, but \"%s\" was given.".formatted(text),
                    e);
        }
    }

    private void tellText(TokenReader reader, int... ids) {
        List<Token> tokens = reader.tokens(ids);
        String text = reader.text(ids);
        if (flags.json()) {
            printJson(new Decoded(ids, tokens.stream().map(Token::piece).toList(), text));
            return;
        }
        tokens.forEach(this::tell);
        say("%s", text);
    }

    private void tell(Token token) {
        say("%7d  %s", token.id(), token.piece());
    }

    private void tellTokens(TokenReader reader) {
        List<TokenView> views = texts.stream().map(text -> TokenView.of(text, reader.read(text))).toList();
        if (flags.json()) {
            printJson(Map.of("texts", views));
            return;
        }
        for (int i = 0; i < texts.size(); i++) {
            tell(texts.get(i), reader);
        }
    }

    private void tell(String text, TokenReader reader) {
        TokenizedText tokens = reader.read(text);
        say("%s: %d tokens of %d", CutText.shortened(text), tokens.length(), tokens.windowLength());
        tokens.tokens().forEach(this::tell);
        tokens.cutAt().ifPresent(at -> say("%s", CutText.sentence(text, at)));
        if (!Arrays.equals(tokens.ids(), reader.with(other()).read(text).ids())) {
            say("Cleaned as %s does it, this text has other tokens; see them with --cleaning %s.", name(other()),
                    name(other()));
        }
    }

    private TextCleaning other() {
        return cleaning == TextCleaning.OPENAI ? TextCleaning.TRANSFORMERS : TextCleaning.OPENAI;
    }

    private static String name(TextCleaning convention) {
        return convention.name().toLowerCase(Locale.ROOT);
    }
}
