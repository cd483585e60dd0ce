package io.dreamcacher.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a set of prompts with scenes, paraphrase groups and near misses, such as that of the Postcards model. */
final class PromptSet {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PromptSet() {}

    /** Every row, in the order of the file. */
    static List<LabelledPrompt> read(Path csv) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            return reader.stream().map(PromptSet::row).toList();
        }
    }

    private static LabelledPrompt row(NamedCsvRecord row) {
        String named = row.getField("named_attributes");
        return new LabelledPrompt(row.getField("prompt"), scene(row.getField("scene_json")), row.getField("split"),
                row.getField("paraphrase_group"), row.getField("near_miss_of"), row.getField("near_miss_kind"),
                named.isBlank() ? Set.of() : Set.of(named.split(" ")));
    }

    private static Map<String, String> scene(String json) {
        Map<String, String> scene = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
            scene.put(entry.getKey(), entry.getValue().asString());
        }
        return scene;
    }
}
