package io.github.llmspring.autoconfigure;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where a server of language models is that does not stand in configuration, such as one
 * in a container.
 * <p>
 * A provider whose id is the name of the service connects there, whatever its own address
 * says; where none is configured, there is one with the defaults of the service.
 */
public interface LlmConnectionDetails extends ConnectionDetails {

	/**
	 * Name of the service, as written after {@code type:}. Asked for before the server
	 * has to be there.
	 * @return the name, such as {@code ollama}
	 */
	String service();

	/**
	 * Host of the server.
	 * @return the host
	 */
	String host();

	/**
	 * Port of the server.
	 * @return the port
	 */
	int port();

}
