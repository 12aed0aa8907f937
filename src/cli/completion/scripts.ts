/**
 * What a shell runs to complete `mmlore`: each asks the program itself, which answers with `files` or `words` in the first
 * line and then a candidate a line, its description behind a tab.
 */
export const SCRIPTS = {
  bash: `# bash completion for mmlore
_mmlore() {
  local kind value says
  COMPREPLY=()
  {
    read -r kind
    while IFS=$'\\t' read -r value says; do COMPREPLY+=("$value"); done
  } < <("$1" completion --complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [ "$kind" = files ]; then compopt -o default; fi
}
complete -F _mmlore mmlore
`,
  zsh: `#compdef mmlore
# zsh completion for mmlore
compdef _mmlore mmlore
_mmlore() {
  local line
  local -a lines candidates
  lines=("\${(@f)$("\${words[1]}" completion --complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${(@)lines[2,-1]}"; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( $#candidates )); then
    _describe -V mmlore candidates
  elif [[ $lines[1] == files ]]; then
    _files
  fi
}
if [ "$funcstack[1]" = _mmlore ]; then _mmlore; fi
`,
  fish: `# fish completion for mmlore
function __mmlore_complete
  set -l words (commandline -opc) "$(commandline -ct)"
  set -l lines ($words[1] completion --complete -- $words[2..] 2>/dev/null)
  if test "$lines[1]" = files
    __fish_complete_path (commandline -ct)
  end
  printf '%s\\n' $lines[2..]
end
complete -c mmlore -f -a '(__mmlore_complete)'
`,
} as const;

export type Shell = keyof typeof SCRIPTS;
