/** How the engine writes a text that `up` will tell (sdk/go/common/resource/plugin/rpc.go); it stands for any other value too. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
