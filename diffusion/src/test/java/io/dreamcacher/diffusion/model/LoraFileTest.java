package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoraFileTest {
    private static final Shape ONE = Shape.of(1, 1);

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({"lora_unet_mid_block_proj.dora_scale,DoRA", "unet.mid.lora_magnitude_vector.weight,DoRA",
            "lora_unet_mid_block.hada_w1_a,LoHa", "lora_unet_mid_block.lokr_w2,LoKr",
            "lora_unet_mid_block.lora_mid.weight,LoCon with a Tucker decomposition",
            "oft_unet_mid.oft_blocks,OFT", "unet.mid.lora_B.bias,LoRA with biases",
            "lora_unet_out.diff_b,whole differences of weights"})
    void open_anotherMethod_isNamedWithItsTensor(String tensor, String method) {
        assertThatThrownBy(() -> open(new SafetensorsBytes().add("unet.a.lora_A.weight", ONE, 1)
                .add("unet.a.lora_B.weight", ONE, 1)
                .add(tensor, ONE, 1)))
                .hasMessageEndingWith("lora.safetensors has other tensors: %s. That is %s, which is not supported."
                        .formatted(tensor, method));
    }

    @Test
    void open_noLora_isRefusedNamingTensors() {
        assertThatThrownBy(() -> open(new SafetensorsBytes().add("a", ONE, 1)
                .add("b", ONE, 1)
                .add("c", ONE, 1)
                .add("d", ONE, 1)))
                .hasMessageEndingWith("has other tensors: a, b, c and 1 more. They are not known here.")
                .extracting(failure -> ((DreamCacherException) failure).category())
                .isEqualTo(FailureCategory.BAD_MODEL);
        assertThatThrownBy(() -> open(new SafetensorsBytes())).hasMessageContaining("has no tensors");
        assertThatThrownBy(() -> LoraFile.open(temporary.resolve("not-there.safetensors")))
                .extracting(failure -> ((DreamCacherException) failure).category())
                .isEqualTo(FailureCategory.NOT_FOUND);
    }

    @Test
    void open_incompleteOrDoubleChange_isRefused() {
        assertThatThrownBy(() -> open(new SafetensorsBytes().add("unet.a.lora_A.weight", ONE, 1)))
                .hasMessageContaining("that of unet.a lacks up.");
        assertThatThrownBy(() -> open(new SafetensorsBytes().add("unet.a.lora_A.weight", ONE, 1)
                .add("unet.a.lora.down.weight", ONE, 1)))
                .hasMessageContaining("unet.a has another one in unet.a.lora.down.weight");
        assertThatThrownBy(() -> open(new SafetensorsBytes().add("unet.a.lora_A.weight", Shape.of(2, 1), 1, 2)
                .add("unet.a.lora_B.weight", Shape.of(1, 3), 1, 2, 3)))
                .hasMessageContaining("must be [rank, in] and [out, rank]; found [2, 1] and [1, 3]");
    }

    @Test
    void open_badAlpha_isRefused() {
        assertThatThrownBy(() -> open(module().add("a.alpha", Shape.of(2), 1, 2)))
                .hasMessageContaining("a.alpha of the LoRA ")
                .hasMessageContaining("must be one number");
        assertThatThrownBy(() -> open(module().add("a.alpha", Shape.of(), Float.NaN)))
                .hasMessageContaining("must be a finite number; found NaN over rank 1");
        assertThatThrownBy(() -> open(module().metadata("{\"lora_adapter_metadata\":\"[\"}")))
                .hasMessageContaining("lora_adapter_metadata must be JSON; found: ");
    }

    @Test
    void lora_scaleThatIsNoNumber_isRefused() throws IOException {
        LoraFile file = open(module());
        assertThat(file.size()).isEqualTo(1);
        assertThatThrownBy(() -> new Lora(file, Double.POSITIVE_INFINITY)).hasMessageContaining("found Infinity");
    }

    private static SafetensorsBytes module() {
        return new SafetensorsBytes().add("a.lora_down.weight", ONE, 1).add("a.lora_up.weight", ONE, 1);
    }

    private LoraFile open(SafetensorsBytes bytes) throws IOException {
        return LoraFile.open(bytes.write(temporary.resolve("lora.safetensors")));
    }
}
