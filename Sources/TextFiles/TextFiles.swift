// TextFiles: files that people write. YAML whose faults have a place and a caret, and letters; nothing foreign is opened here.
