package io.github.llmspring.samples.vision;

import java.util.List;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Answers questions about uploaded files.
 */
@RestController
class VisionController {

	private final ChatClient client;

	VisionController(ChatClient client) {
		this.client = client;
	}

	@PostMapping("/vision")
	Reply ask(@RequestParam("file") List<MultipartFile> files,
			@RequestParam(defaultValue = "What is in it?") String question,
			@RequestParam(required = false) @Nullable String model) {
		ChatPrompt prompt = this.client.prompt(question)
			.attach(files.stream().map(MultipartFile::getResource).toArray(Resource[]::new));
		ChatResponse response = ((model == null || model.isBlank()) ? prompt : prompt.model(model)).call();
		return new Reply(response.content(), response.provider(), response.model(), response.warnings());
	}

	/**
	 * What the model says, and which one it is.
	 */
	record Reply(String content, @Nullable String provider, @Nullable String model, List<String> warnings) {
	}

}
