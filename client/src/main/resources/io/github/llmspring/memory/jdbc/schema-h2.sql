CREATE TABLE IF NOT EXISTS llm_conversation_message (
	conversation_id VARCHAR(255) NOT NULL,
	message_position INTEGER NOT NULL,
	tokens INTEGER NOT NULL,
	message CHARACTER LARGE OBJECT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
	PRIMARY KEY (conversation_id, message_position)
);

CREATE INDEX IF NOT EXISTS llm_conversation_message_created_at ON llm_conversation_message (created_at);
