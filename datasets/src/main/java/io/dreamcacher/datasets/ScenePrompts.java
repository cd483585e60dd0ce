package io.dreamcacher.datasets;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a set of prompts with scenes, paraphrase groups and near misses, such as that of the Postcards model. */
public final class ScenePrompts {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern BLANK = Pattern.compile(" ");

    private ScenePrompts() {}

    /**
     * Every row, in the order of the file.
     *
     * @throws DreamCacherException with BAD_REQUEST when it is no such set, NOT_FOUND when it is not there
     */
    public static List<ScenePrompt> read(Path csv) {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            return reader.stream().map(ScenePrompts::row).toList();
        } catch (NoSuchFileException e) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no file %s; check the path.".formatted(csv), e);
        } catch (IOException | UncheckedIOException | CsvParseException | JacksonException
                | NoSuchElementException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "%s must be a CSV file of prompts with their scenes, but cannot be read as one: %s.".formatted(csv,
                            e.getMessage()),
                    e);
        }
    }

    /** Whether a file has the columns of such a set. */
    public static boolean isOne(Path file) {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            return reader.stream()
                    .findFirst()
                    .filter(row -> row.getHeader().containsAll(List.of("prompt", "scene_json", "paraphrase_group")))
                    .isPresent();
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            return false; // whoever reads it next says what is wrong
        }
    }

    private static ScenePrompt row(NamedCsvRecord row) {
        String named = row.getField("named_attributes");
        return new ScenePrompt(row.getField("prompt"), scene(row.getField("scene_json")), row.getField("split"),
                row.getField("paraphrase_group"), row.getField("near_miss_of"), row.getField("near_miss_kind"),
                named.isBlank() ? Set.of() : Set.of(BLANK.split(named)));
    }

    private static Map<String, String> scene(String json) {
        Map<String, String> scene = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
            scene.put(entry.getKey(), entry.getValue().asString());
        }
        return scene;
    }
}
