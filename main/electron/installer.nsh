; What the Windows installer does beside copying files: offers Booking Courier for CSV files under "Open with" and "Send to".
; It never becomes the program that opens them: the default of .csv is not written.

!define CSV_CLASS "BookingCourier.csv"
!define OPEN_WITH "Software\Classes\.csv\OpenWithProgids"
!define APPLICATION "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"

!define RUN_AT_LOGIN "Software\Microsoft\Windows\CurrentVersion\Run"
!define RUN_APPROVED "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

!macro tellExplorer
  ; SHCNE_ASSOCCHANGED: Explorer reads the associations anew.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\${CSV_CLASS}" "" "Booking results"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${CSV_CLASS}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegNone SHELL_CONTEXT "${OPEN_WITH}" "${CSV_CLASS}"

  WriteRegStr SHELL_CONTEXT "${APPLICATION}" "FriendlyAppName" "${PRODUCT_NAME}"
  WriteRegStr SHELL_CONTEXT "${APPLICATION}\SupportedTypes" ".csv" ""
  WriteRegStr SHELL_CONTEXT "${APPLICATION}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'

  ; "Send to" belongs to one person; an administrator who installs for everybody has no use for it. An update leaves it
  ; as the person has it.
  ${if} $installMode == "CurrentUser"
  ${andIfNot} ${isUpdated}
    CreateShortCut "$SENDTO\${PRODUCT_NAME}.lnk" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  ${endIf}
  !insertmacro tellExplorer
!macroend

!macro customUnInstall
  DeleteRegValue SHELL_CONTEXT "${OPEN_WITH}" "${CSV_CLASS}"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\${CSV_CLASS}"
  DeleteRegKey SHELL_CONTEXT "${APPLICATION}"
  ${ifNot} ${isUpdated}
    Delete "$SENDTO\${PRODUCT_NAME}.lnk"
    ; What "Start with Windows" has written for the person who removes the program.
    DeleteRegValue HKCU "${RUN_AT_LOGIN}" "${APP_ID}"
    DeleteRegValue HKCU "${RUN_APPROVED}" "${APP_ID}"
  ${endIf}
  !insertmacro tellExplorer
!macroend
