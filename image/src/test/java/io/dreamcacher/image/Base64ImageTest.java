package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base64ImageTest {
    @Test
    void decode_ofAnyBytes_isThoseBytes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 1; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = Base64.getEncoder().encodeToString(bytes);
            assertThat(Base64Image.decode(text, "f")).isEqualTo(bytes);
            assertThat(Base64Image.decode(text.replace("=", ""), "f")).isEqualTo(bytes);
            assertThat(Base64Image.decode("data:image/webp;base64," + text, "f")).isEqualTo(bytes);
            assertThat(Base64Image.decode("DATA:image/png;charset=x;BASE64," + text, "f")).isEqualTo(bytes);
            assertThat(Base64Image.decode(Base64.getMimeEncoder().encodeToString(bytes) + "\r\n", "f"))
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ab!d          | no Base64: character 3 is "!"; encode the file's bytes
            abcdé         | no Base64: character 5 is U+00E9; encode the file's bytes
            ab-d          | in Base64's URL-safe alphabet ("-" at character 3); give the standard one, with + and / for - and _
            abc_          | in Base64's URL-safe alphabet ("_" at character 4); give the standard one, with + and / for - and _
            abcde         | Base64 cut short or damaged: 5 digits and 0 of padding (=) make no whole bytes; encode it again
            ab===         | Base64 cut short or damaged: 2 digits and 3 of padding (=) make no whole bytes; encode it again
            abcd=         | Base64 cut short or damaged: 4 digits and 1 of padding (=) make no whole bytes; encode it again
            ab==abcd      | Base64 that goes on after its end (=), at character 5; give one file
            ''            | empty; encode the file's bytes
            '  '          | empty; encode the file's bytes
            ==            | empty; encode the file's bytes
            data:image/png;base64 | a data: address without a comma before its data; give data:image/png;base64,…
            data:,hello   | a data: address whose data is not in Base64; give data:image/png;base64,…
            data:image/png;base64, | empty; encode the file's bytes
            data:image/svg+xml;utf8,<svg> | a data: address whose data is not in Base64; give data:image/png;base64,…
            https://example.org/a.png | an address; read the file there and give its bytes in Base64
            """)
    void decode_ofSomethingElse_saysWhatItIs(String text, String found) {
        assertThatThrownBy(() -> Base64Image.decode(text, "start.picture"))
                .hasMessage("The field \"start.picture\" must be a picture file in Base64, but is " + found + ".")
                .extracting(e -> ((DreamCacherException) e).category())
                .isEqualTo(FailureCategory.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/me/cat.png", "C:\\cat.png", "%2B", "a\0bc"})
    void decode_ofAPathOrJunk_isRefused(String text) {
        assertThatThrownBy(() -> Base64Image.decode(text, "f")).hasMessageContaining("no Base64: character ");
    }
}
