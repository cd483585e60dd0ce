package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.ModelReader.ModelCard;
import io.dreamcacher.diffusion.ModelReader.ModelSheet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says all there is to know of a model. */
@Command(name = "show", description = "Show a model's parts, scheduler, defaults, sizes and fingerprint.")
final class ModelsShowCommand extends LibraryCommand {
    @Parameters(index = "0", paramLabel = "NAME|DIR|FILE", description = "A model of this machine.")
    private String name = "";

    ModelsShowCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        ModelSheet sheet = library().sheet(name);
        if (json()) {
            printJson(json(sheet));
        } else {
            tell(sheet);
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> json(ModelSheet sheet) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", ModelView.of(sheet.card()));
        json.put("parts", sheet.parts());
        json.put("scheduler", sheet.use().map(ModelSheet.Use::scheduler));
        json.put("suggestedScheduler", sheet.use().flatMap(ModelSheet.Use::suggested));
        json.put("steps", sheet.use().map(ModelSheet.Use::steps));
        json.put("guidanceScale", sheet.use().map(ModelSheet.Use::guidanceScale));
        json.put("size", sheet.use().flatMap(ModelSheet.Use::size).map(Object::toString));
        json.put("fingerprint", sheet.fingerprint());
        return json;
    }

    private void tell(ModelSheet sheet) {
        ModelCard card = sheet.card();
        say("%s  %s, %s on disk", card.name(), card.family().title(), Bytes.said(card.sizeBytes()));
        row("path", Optional.of(card.path().toString()));
        row("revision", card.revision());
        row("licence", card.licence());
        for (ModelSheet.Part part : sheet.parts()) {
            row(part.name(), Optional.of("%s%,d parameters, %s of %s".formatted(
                    part.className().isEmpty() ? "" : part.className() + ", ", part.parameters(),
                    Bytes.said(part.sizeBytes()), String.join("+", part.precision()))));
        }
        sheet.use().ifPresent(this::tell);
        row("fingerprint", sheet.fingerprint());
    }

    private void tell(ModelSheet.Use use) {
        row("scheduler", Optional.of(use.scheduler() + use.suggested().map(other -> "; uses " + other).orElse("")));
        row("defaults", Optional.of("%d steps, guidance %s%s".formatted(use.steps(), use.guidanceScale(),
                use.size().map(size -> ", " + size).orElse(""))));
    }

    private void row(String key, Optional<String> value) {
        value.ifPresent(text -> say("  %-15s %s", key, text));
    }
}
