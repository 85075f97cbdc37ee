-- A session of Neovim with `zopa lsp`: ZOPA is the command, ROOT the workspace, OUT where to write what was seen.
local seen = {}
local function see(...)
  table.insert(seen, table.concat(vim.tbl_map(tostring, { ... }), ' '))
end
local root = vim.env.ROOT
vim.cmd('edit ' .. root .. '/terms/positions/russia.yaml')
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = 'zopa', cmd = { vim.env.ZOPA, '-m', 'zopa', 'lsp' }, root_dir = root })
vim.lsp.buf_attach_client(buffer, id)
local client = vim.lsp.get_client_by_id(id)
vim.wait(20000, function() return client.initialized end, 20)

local function ask(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(buffer, method, params, 20000) or {}) do
    return answer.result
  end
end

local line = vim.fn.search('kind: demand') - 1
vim.api.nvim_buf_set_text(buffer, line, 10, line, 16, { 'deman' })
vim.wait(20000, function() return #vim.diagnostic.get(buffer) > 0 end, 20)
local found = vim.diagnostic.get(buffer)[1]
see('finding', found.lnum + 1, found.col + 1, found.end_col + 1, vim.split(found.message, '\n')[1])

local place = { line = line, character = 11 }
local range = { start = place, ['end'] = place }
local document = vim.lsp.util.make_text_document_params(buffer)
local fix = ask('textDocument/codeAction', { textDocument = document, range = range, context = { diagnostics = {} } })[1]
vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
vim.wait(20000, function() return #vim.diagnostic.get(buffer) == 0 end, 20)
see('mended', #vim.diagnostic.get(buffer), vim.api.nvim_buf_get_lines(buffer, line, line + 1, false)[1])

vim.fn.search('donbas/full-cession')
vim.fn.search('full-cession')
local params = vim.lsp.util.make_position_params()
local definition = ask('textDocument/definition', params)[1]
see('definition', vim.fn.fnamemodify(vim.uri_to_fname(definition.uri), ':t'), definition.range.start.line + 1)
params.newName = 'all-of-it'
vim.lsp.util.apply_workspace_edit(ask('textDocument/rename', params), client.offset_encoding)
vim.cmd('silent wall')

vim.lsp.stop_client(id)
vim.wait(20000, function() return vim.lsp.client_is_stopped(id) end, 20)
see('stopped', vim.lsp.client_is_stopped(id))
vim.fn.writefile(seen, vim.env.OUT)
vim.cmd('qall!')
