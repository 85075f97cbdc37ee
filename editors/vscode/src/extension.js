// Starts `zopa lsp` and hands the messages on. What zopa finds and offers is its own.
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function start() {
  const command = vscode.workspace.getConfiguration("zopa").get("path") || "zopa";
  const files = "**/{terms,scenarios}/**/*.{yaml,yml}";
  client = new LanguageClient(
    "zopa",
    "zopa",
    { command, args: ["lsp"] },
    {
      documentSelector: [{ scheme: "file", pattern: files }],
      synchronize: {
        fileEvents: [files, "**/{zopa,pyproject}.toml"].map((each) =>
          vscode.workspace.createFileSystemWatcher(each),
        ),
      },
    },
  );
  return client.start().catch((error) => {
    vscode.window.showErrorMessage(
      `zopa: \`${command} lsp\` does not start (${error.message}). pip install 'zopa[lsp]', or set zopa.path.`,
    );
  });
}

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("zopa.restart", async () => {
      await exports.deactivate();
      await start();
    }),
  );
  return start();
};

exports.deactivate = () => (client && client.isRunning() ? client.stop() : undefined);
