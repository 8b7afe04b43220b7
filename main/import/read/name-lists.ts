// Names of people as they are common in each language, from which the letters of a language and their neighbours are learned.
// Only what is worth learning stands here: names whose letters are not plain ASCII. A line is a language.

/** Languages that are written letter by letter. */
export const LETTER_NAMES: readonly string[] = [
  // Swedish
  `Åsa Åke Åberg Åkesson Ånäs Björn Göran Jörgen Sören Märta Håkan Mårten Pär Örjan Östen Åström Öberg Öhman Söderberg Sjögren Sjöberg
   Lindström Bergström Nordström Hägg Lönn Löfgren Löfvenberg Hallström Nyström Engström Ekström Norén Lindén Wallén Hedén Sandén
   Ahlén Ståhl Sköld Strömberg Öström Åkerlund Blåberg Grönlund Grönberg Hjälm Järvås Malmö Växjö Gävle Göteborg Västerås Örebro
   Linköping Norrköping Jönköping Umeå Luleå Skövde Borås Mälardalen Kälvsjö Råberg Skårman Wåhlin Fält Kjellén Thörnqvist Östlund
   Mattsson-Björk Änggård Välkommen bokad inspektör besiktning går många två fråga är för från på när kväll åter större även då så`,
  // Danish and Norwegian
  `Søren Jørgen Bjørn Bjørg Pål Håkon Åse Åge Øyvind Øystein Ørjan Gøran Jørn Mørk Møller Sørensen Jørgensen Kjær Nygård Bækgård Sæther
   Næss Bøe Røed Østby Ødegård Ødegaard Håland Hårstad Lægreid Ågård Aarhøj Kærgård Højgård Skjødt Brønd Grønbæk Krøyer Lønning
   Bråthen Mæland Særås Værnes Børge Torbjørn Asbjørn Ragnhildsløkken Trønd Ærø Tromsø Bodø Ålesund Nærø Gårder Strøm Hansgård Tøffe
   Lærke Søgård Mønsted Østergård Vestergård Nørgård Kjærsgård Bødker Frøken Thorbjørnsen Bjørnstad Røyland Løken Bø Øst Åsmund`,
  // Finnish and Estonian
  `Päivi Jääskeläinen Hämäläinen Mäkinen Mäkelä Väisänen Määttä Räsänen Kärkkäinen Nyyssönen Töyrylä Pöyhönen Röyttä Köngäs Särkkä
   Hänninen Hyvärinen Hyvönen Sämpi Lähde Jääkkö Väinö Yrjö Östen Mäntylä Sääskö Syväsalmi Törmä Tähti Kähkönen Jürgen Jüri Ülle Õie
   Kõiv Põld Mägi Tõnu Tõnis Pärn Kütt Rõõm Jõgi Käärik Köömes Lõhmus Päts Küla Ööbik Õunapuu Mõttus Sõber Võsu Jõesaar Rätsep Sepamägi`,
  // Icelandic
  `Þór Þóra Þorsteinn Þórunn Þorbjörg Guðmundur Guðrún Sigurður Sigríður Jón Jónsdóttir Ólafur Ólöf Ásgeir Ásta Ægir Örn Össur Björk
   Kristín Margrét Halldór Hafþór Steinþór Davíð Hjördís Bryndís Sæunn Hólmfríður Ragnheiður Svanhvít Þráinn Íris Úlfar Kári Óðinn Viðar`,
  // German
  `Müller Schäfer Köhler König Krüger Schröder Böhm Jäger Möller Günther Weiß Groß Voß Strauß Preuß Fuß Großmann Weißmann Jürgen Jörg
   Jörn Björn Götz Käthe Bärbel Günter Lüders Bühler Kühn Kühne Stöhr Höfer Hübner Löffler Pfänder Räder Schütz Schütte Würth Zöllner
   Rößler Häßler Süß Keßler Grünewald Förster Fröhlich Lösch Döring Kästner Händel Völker Vögele Dörr Hänsel Nägele Büttner Brückner
   Österreich Übel Ähren Düsseldorf Köln München Nürnberg Größe über für Würzburg Schönfeld Schönherr Grün Blümel Märkle Märten`,
  // French
  `François Françoise Hélène Irène Agnès Zoé Chloé Noé André Andrée René Renée Désirée Gérard Frédéric Éric Étienne Édith Élise Ève
   Théo Mélanie Stéphane Jérôme Benoît Joël Noël Loïc Anaïs Maëlle Gaëlle Raphaël Michaël Aimée Zoë Cécile Céline Jérémy Rémi Sébastien
   Lefèvre Lefebvre Levêque Lévêque Bérard Bénard Guérin Hébert Prévost Hervé Rivière Garçon Besançon Prudhomme Château Forêt
   Bellanger Ménard Léger Lévy Régnier Brûlé Gagné Côté Dupré Allègre Mercière Orléans Saône Grégoire Barthélémy Évrard Geneviève
   Crémieux Pétain Gèze Chêne Hugué Père Mère Frère Nîmes Thérèse Valérie Aurélie Amélie Émilie Maïté Lætitia Sœur Bœuf Œuvre Sacré`,
  // Spanish and Catalan
  `José María Jesús Andrés Ramón Martín Íñigo Iñaki Begoña Núñez Muñoz Peña Ibáñez Yáñez Ordóñez Castañeda Cañete Nuñez Zuñiga Avilés
   González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Jiménez Hernández Díaz Álvarez Vázquez Gutiérrez Suárez Ramírez Ruíz
   Domínguez Álvaro Óscar Úrsula Raúl Saúl Mónica Verónica Inés Lucía Sofía García Rocío Belén Concepción Asunción Mateu Güell Agüero
   Jordà Núria Òscar Bartomeu Solà Garcés Adrián Sebastián Fabián Tomás Nicolás Joaquín Benítez Cortés León Calderón Durán Marín`,
  // Portuguese
  `João Simão Romão Falcão Leão Sebastião Conceição Assunção Gonçalves Gonçalo Lourenço Mendonça Graça Bragança França Magalhães
   Guimarães Simões Camões António Antônio José Luís Inês Mónica Mônica Vitória Letícia Patrícia Flávio Fábio Márcio Márcia Cláudia
   Cláudio Sérgio Mário Júlio Júlia Araújo Brandão Galvão Aragão Mourão Estêvão Tomé Zé Ângela Ângelo Mendonça Paixão Ascensão Íris
   Esperança Fundão Azevêdo Coração Órfão Irmã Maçã Avô Avó Moçambique Moita Péricles Esteves Vidigão Sá Sé Cândida Câmara`,
  // Italian and Dutch
  `Nicolò Niccolò Mosè Noè Salomè Giosuè Cantù Canè Nardò Tarantò Forlì Perù Libertà Città Virtù Là Dì Già Più Corrà Alà Carrà Zoè Renè
   Daniël Gabriëlle Joëlle Mariëlle Noëlle Zoë Loïs Thaïs Chloë Koëns Coërt Michiël Raphaël Danaë Brontë België Zeeën Reünie Crème
   André René Renée Désiré Hélène Gün Jürgen Böll Coöp Koën Beëindigd`,
  // English, Welsh, Irish
  `Siân Siôn Mân Gwên Llŷr Zoë Chloë Renée Brontë Noël Beyoncé Seán Róisín Sinéad Siobhán Áine Éamon Éanna Órla Úna Niamh Caitríona
   Pádraig Ó'Brien Séamus Máire Tomás Ciarán Rónán Dónal Fionnuala Ní Mícheál Bríd Cáit Gráinne Sorcha Tadhg Dáithí Aodhán Esmé André`,
  // Polish
  `Łukasz Paweł Michał Rafał Stanisław Władysław Bolesław Jarosław Mirosław Wacław Zdzisław Małgorzata Grażyna Bożena Jędrzej Błażej
   Król Wójcik Wójtowicz Góra Górski Górska Dąbrowski Dąbrowska Zając Pająk Bąk Mąka Wąs Wróbel Jabłoński Jabłońska Kamiński Kamińska
   Zieliński Zielińska Szymański Woźniak Kozłowski Pawłowski Michałowski Wałęsa Kaczyński Kwaśniewski Mościcki Mielżyński Źródło Żak
   Żuraw Żukowski Ślęzak Śliwa Święch Świątek Ćwik Ćwikła Łuczak Łoś Łopuszański Gałązka Gołąb Sęk Kępa Węgrzyn Tęcza Wiśniewski
   Leśniak Różański Różycki Stępień Jóźwiak Gąsior Gąska Kruż Łódź Kraków Poznań Gdańsk Toruń Mróz Żółw Książek Sławomir Elżbieta
   Wałek Marzęcki Doroż Błaszczyk Głowacki Głąb Płatek Mikołaj Przemysław Bronisław Zbylut Józef Józefa Wawrzyńczyk Kołodziej Sokół`,
  // Czech and Slovak
  `Jiří Jiřina Ondřej Tomáš Lukáš Matěj Matouš Aleš Miloš Luboš Leoš Zdeněk Vojtěch Štěpán Štefan Šárka Šimon Čeněk Čestmír Václav
   Zuzana Žaneta Žofie Eliška Anežka Božena Růžena Dvořák Dvořáková Novák Nováková Svoboda Černý Černá Procházka Kučera Veselý Horák
   Němec Pokorný Pospíšil Hájek Král Jelínek Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Navrátil Čermák Vaněk Urban Blažek Kříž
   Kratochvíl Bartoš Vlček Polák Kopecký Konečný Malý Holub Staněk Štěpánek Dušek Říha Řezník Řehoř Žák Žižka Šťastný Ťapák Ďuriš Ľuboš
   Ľudmila Kováč Kováčik Hudák Baláž Molnár Varga Oravec Hruška Kučírek Šebesta Špaček Švec Švejk Příhoda Přibyl Bureš Mareš Havlíček
   Hlaváček Čapek Janáček Smetáček Kubíček Tůma Stránský Hanuš Ľubica Ivančík Ondruš Mikuláš Gašpar Hrnčiar Hrubý Kůrka Kůs Kůň`,
  // Hungarian
  `István József László János Sándor Ferenc Zoltán Gábor Tamás Péter András Bálint Ádám Áron Ákos Árpád Éva Zsófia Gergő Gergely
   Jenő Dezső Ernő Győző Győr Szőke Hegedűs Fűlöp Fülöp Nagyné Tóth Szabó Kovács Kovácsné Horváth Varró Kiss Németh Balázs Mészáros
   Juhász Lakatos Takács Rácz Simóné Fekete Fehér Szűcs Kőszegi Kőrös Kőhalmi Bíró Pintér Gál Gáspár Lőrinc Lőrincz Bődy Erdős Erdélyi
   Székely Vörös Veréb Katalin Márta Mária Júlia Ildikó Mónika Zsuzsanna Tünde Tímea Réka Dóra Böröcz Gyöngyi Gyűrű Zsombor Ödön
   Őry Ősz Űr Ürményi Szűts Petőfi Teleki Rákóczi Hunyadi Örkény Csűrös Bűdös Szegő Felső Külső Belső Erdő Mező`,
  // Romanian
  `Ștefan Ştefan Ștefania Şerban Șerban Țepeș Ţepeş Ţăran Ion Iliescu Brâncuși Brâncuşi Brătianu Băsescu Ceaușescu Mădălina Cătălin
   Cătălina Răzvan Sănătescu Văcărescu Câmpeanu Pârvu Sârbu Rădulescu Constanța Constanţa Ungureanu Lăzărescu Mihăilă Mihăilescu Tănase
   Dănuț Ionuț Ionuţ Bănică Ciobănoiu Săvulescu Bălan Bălănescu Moldoveanu Mușat Muşat Șandor Lupașcu Lupaşcu Călin Încă Iași`,
  // Croatian, Slovenian, Serbian, Bosnian
  `Đorđe Đurđica Željko Željka Živko Živković Šime Šimić Škoro Čedo Čović Ćosić Ćiro Ćurić Marković Petrović Jovanović Nikolić Horvatić
   Babić Marić Jurić Novaković Kovačević Kovačić Božić Matić Tomić Pavlović Blažević Grgić Perić Lovrić Knežević Vuković Bošnjak
   Filipović Krešimir Hrvoje Tomislav Zvonimir Dražen Boško Miloš Uroš Saša Nataša Sanja Jadranka Bogdanović Zupančič Kovač Potočnik
   Žagar Hočevar Košir Mlakar Vidmar Golobič Turkuš Kralj Rožič Kastelic Đukić Anđela Anđelić Mađar Ilić Stanić Džamonja Hadžić`,
  // Turkish
  `Ayşe Fatoş Gülşen Gülşah Şule Şükrü Şerife Şahin Şener Şimşek Şeker Işık Işıl Ilgın Yılmaz Yıldız Yıldırım Kılıç Kırmızı Aydın
   Altın Akın Çağlar Çağrı Çelik Çetin Çiçek Çakır Çınar Erdoğan Doğan Doğru Dağ Tuğba Tuğçe Uğur Oğuz Oğuzhan Özgür Özlem Özkan Öztürk
   Özdemir Ömer Önder Ünal Ünlü Ümit Gökhan Gökçe Gönül Güneş Güler Güngör Hüseyin Mümtaz Müge Bülent Büşra Barış İbrahim İsmail İpek
   İnci İlker İzmir Koç Koçak Koçyiğit Yiğit Yağmur Yalçın Sarı Aslı Aslıhan Fırat Tarık Sıla Nazlı Kadıoğlu Hacıoğlu Eminoğlu
   Türkoğlu Karaoğlan Ağca Arıkan Bayındır Keskin Kaşıkçı Kâzım Hâlâ Rıza Cengiz Taş Taşkın Beşiktaş Bekâr Avcı Demirci Balcı`,
  // Lithuanian
  `Žydrūnas Šarūnas Rūta Rūtelė Jūratė Jūra Aistė Eglė Agnė Gintarė Ugnė Živilė Birutė Danutė Jonė Milda Saulė Gražina Ąžuolas Žemyna
   Kęstutis Vytautė Mindaugė Rimgailė Česlovas Čiurlionis Šimkus Šimkutė Žukauskas Žukauskienė Kazlauskienė Petrauskienė Jankauskė
   Stankevičius Butkevičiūtė Vaitkevičienė Urbonavičius Navickaitė Ramanauskaitė Paulauskaitė Mickevičius Sabaliauskaitė Balčiūnas
   Balčiūnienė Matulionytė Grybauskaitė Brazauskienė Adamkutė Landsbergienė Šaltenytė Bružaitė Kubiliūtė Žvirblis Ūdrys Įgūnas Šiauliai`,
  // Latvian
  `Jānis Jānītis Kārlis Pēteris Andrējs Mārtiņš Mārcis Raimonds Ēriks Ilmārs Guntārs Gatiņš Bērziņš Bērziņa Kalniņš Kalniņa Ozoliņš
   Ozoliņa Krūmiņš Liepiņa Zariņš Eglītis Eglīte Balodītis Pētersons Jēkabsons Ābele Ābols Āboliņš Šmits Šteins Žagars Čaks Cīrulis
   Dzērve Lācis Lāce Vītols Vītola Kļaviņš Kļava Ķirsis Ķēniņš Ņikita Ģirts Ģertrūde Līga Zīle Dzirnieks Līva Mārīte Ārija Ērgle Kronbergs
   Strautiņš Rozītis Grīnbergs Šķēle Ūdre Ļaudis Valdmanis Straujuma Zālīte Pūce Briedītis Sproģis Kaķis Siliņa Aivars Krišjānis Kristīne`,
  // Vietnamese
  `Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Thị Văn Minh Thúy Hương Hạnh Đức Hùng Dũng Tuấn Quốc Bảo
   Ngọc Ánh Tuyết Lưu Trịnh Đinh Đoàn Phùng Mỹ Hải Sơn Thảo Hiền Phương Tâm Thành Tiến Vượng Xuân Yến Thắng Lệ Trương Kiều Chí Cường`,
  // Russian and Bulgarian
  `Иван Пётр Сергей Александр Алексей Андрей Дмитрий Михаил Николай Владимир Юрий Юлия Ольга Елена Анна Мария Наталья Татьяна Екатерина
   Ирина Светлана Людмила Галина Иванов Иванова Петров Петрова Сидоров Сидорова Смирнов Смирнова Кузнецов Кузнецова Попов Попова
   Васильев Васильева Соколов Соколова Михайлов Новиков Фёдоров Фёдорова Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов
   Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев
   Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев
   Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоренко Матвеев Титов Марков Миронов
   Крылов Куликов Карпов Власов Мельников Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Чернов Шевцов Щербаков Эдуард Яна
   Георги Димитров Стоянов Тодоров Христов Цветков Ангелов Пламен Красимир Олег Игорь Евгений Ирина Вера Надежда Валентина Олеся`,
  // Ukrainian
  `Олександр Андрій Сергій Володимир Михайло Микола Іван Ігор Ірина Юлія Ольга Олена Оксана Наталія Тетяна Катерина Світлана Людмила
   Галина Ївга Єва Євген Шевченко Бондаренко Ткаченко Коваленко Кравченко Олійник Шевчук Коваль Поліщук Бондар Ткачук Мельник Марченко
   Лисенко Гаврилюк Петренко Кравчук Клименко Савченко Руденко Павленко Гончаренко Вакуленко Зінченко Ілліч Дмитренко Ґалаґан Пилипів
   Сидоренко Яценко Луценко Зеленський Порошенко Кличко Жадан Андрухович Забужко Федорів Ковалів Гнатюк Романюк Василюк Лев'як`,
  // Serbian and Macedonian in Cyrillic
  `Ђорђе Љубиша Љиљана Његош Јован Јелена Ћирић Ћосић Џон Марковић Петровић Јовановић Николић Ђокић Живковић Шећер Ковачевић Павловић
   Милошевић Стојановић Ђинђић Коштуница Вучић Ѓорѓи Ќосе Ристески Трајковски`,
  // Greek
  `Γιώργος Γεώργιος Κώστας Κωνσταντίνος Δημήτρης Δημήτριος Νίκος Νικόλαος Γιάννης Ιωάννης Παναγιώτης Βασίλης Χρήστος Αθανάσιος
   Μιχάλης Ευάγγελος Σπύρος Αντώνης Αναστάσιος Θεόδωρος Ανδρέας Χαράλαμπος Αλέξανδρος Μαρία Ελένη Αικατερίνη Κατερίνα Βασιλική Σοφία
   Αγγελική Γεωργία Δήμητρα Αναστασία Ιωάννα Άννα Άγγελος Έλλη Όλγα Ήρα Ώρα Παπαδόπουλος Παπαδοπούλου Παππάς Βλάχος Αγγελόπουλος
   Νικολαΐδης Γεωργίου Δημητρίου Οικονόμου Κωνσταντινίδης Παπαγεωργίου Ιωαννίδης Μακρής Παπανικολάου Αντωνίου Ζαχαρίου Καραγιάννης
   Σταματόπουλος Λάμπρου Ξένος Ψαράς Φωτίου Τσίπρας Μητσοτάκης Βενιζέλος Θεοδωράκης Καζαντζάκης Σεφέρης Ελύτης Παλαμάς`,
  // Hebrew
  `דוד משה יעקב יוסף אברהם יצחק שמואל דניאל מיכאל יהודה שרה רחל לאה רבקה מרים אסתר חנה תמר כהן לוי מזרחי פרץ ביטון דהן אברהמי פרידמן
   אזולאי מלכה כץ יוסף עמר שפירא גולדברג רוזנברג ברק שלום ישראל חיים אליהו נתן גבאי בן-דוד צבי נועה מאיה יעל`,
  // Arabic and Persian
  `محمد أحمد علي حسن حسين عمر عثمان خالد سعيد عبدالله عبد الرحمن إبراهيم يوسف موسى عيسى مصطفى محمود فاطمة عائشة مريم زينب خديجة نور
   سارة ليلى الحسن الحسيني المصري السوري العراقي الشامي النجار الحداد الخطيب صالح سالم ناصر فهد سلطان بن آل رضا زهرا`,
  // Thai
  `สมชาย สมศักดิ์ สมหญิง ประเสริฐ ประยุทธ์ วิชัย วิไล สุวรรณ สุรชัย สุดา มาลี นภา อรุณ กิตติ ธนา ชัยวัฒน์ พรชัย ศิริพร อนันต์ บุญมี แก้ว ทองดี
   ใจดี รักษ์ศรี จันทร์ เพ็ญ นารี พิมพ์ วรรณา ณรงค์ ไพโรจน์ เจริญ โสภา ลัดดา`,
];

/** The most frequent family names of Chinese, in simplified and in traditional characters, and what given names are made of. */
export const CHINESE_NAMES = {
  simplified: `王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾韦夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝`,
  traditional: `王李張劉陳楊黃趙吳周徐孫馬朱胡郭何林高羅鄭梁謝宋唐許韓鄧馮曹彭曾蕭田董潘袁蔡蔣余于杜葉程魏蘇呂丁任盧姚沈鐘鍾姜崔譚陸范汪廖石金賈韋夏付方鄒熊白孟秦邱侯江尹薛閆段雷龍黎史陶賀毛郝顧龔邵萬覃武錢戴嚴莫孔向常湯康施文牛樊葛邢安齊易喬伍龐顏倪莊聶章魯岳翟殷詹申歐耿關蘭焦俞左柳甘祝包寧尚符舒阮柯紀梅童凌畢單季裴霍涂成苗谷盛曲翁冉駱藍路游辛管柴蒙鮑華喻祁蒲房滕屈饒解牟艾尤陽時穆司卓古吉簡車項連麥褚婁竇戚岑景黨宮費卜冷晏席衛米柏宗桂全應師和商沙榮巫桑池`,
  given: `伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红玉华梅建国文志海云春燕雪丹玲萍琴林辉飞鹏宇浩晨轩子涵欣怡梓思雨佳琪嘉慧颖婷雅倩莹洁琳瑶璐薇蕾媛晶晓小永立成德福荣生金宝东南中新民庆祥龙虎凤凯博俊峰斌波辰阳光亮晖旭昊天翔鑫森淼炎坤乾元亨利贞仁义礼智信忠孝诚良善美爱莲菊竹松柏桃杏蓉莉茜菲诗韵书画琦瑞珍珠珊瑜瑾璇琼家学世安定康健乐宁和顺昌盛兴旺富贵寿喜吉如意心灵巧妙清淑贤惠娥香月星彤可依若一二三冰冬夏秋少振武威朋友大长江河山川水泉源润泽沐汉唐景胜凡卫宏毅恒哲彬彦泰勤奋进先连正方圆睿航远程越然鸣启翰锦绣芬芸菁菡蓓滢潇溪漫淇泓涌源岩岚峻嵘崇岳`,
  givenTraditional: `偉麗強軍艷傑濤蘭剛紅華國雲燕鈴輝飛鵬軒穎瑩潔曉榮寶東慶龍鳳凱陽暉貞義禮誠愛蓮詩韻書畫瓊學寧樂興貴壽靈賢聖漢勝衛連圓遠鳴啟錦繡淑芬家豪志明美玲雅婷怡君俊宏冠宇承翰彥廷柏欣宜佩珊靜慧娟惠芳秀英素珍麗華玉梅淑貞建文雄德輝信義正`,
  words: `订单号编内部参考预约结果日期检验员验货人姓名质查不可用无法已定备注原因地点上海深圳广州北京省市区县工厂有限公司否是的了在这那取消改期完成未到明天今时间改天现场客户要求確認預訂檢驗單號結果備註無`,
};

/** Japanese: family names, then given names; read character by character. */
export const JAPANESE_NAMES = `佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川
 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 斉藤 福田 太田 西村 藤井 金子 岡本 藤原 三浦 中野 中川 原田 松田 竹内 小野 田村 中山 和田 石田 森田 上田 原 内田 柴田 酒井 宮崎 横山
 高木 安藤 宮本 大野 小島 工藤 谷口 今井 高田 増田 丸山 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野 野口 武田 松井 千葉 菅原 岩崎 久保 木下 佐野 野村 松尾 市川 菊地 杉本 古川 大西 島田 水野 桜井
 太郎 次郎 一郎 健一 健太 翔太 大輔 拓也 直樹 和也 誠 隆 浩 博 剛 学 亮 翼 蓮 陽翔 花子 幸子 和子 洋子 恵子 京子 美咲 愛 陽子 真由美 由美子 智子 裕子 久美子 明美 美穂 彩 優子 葵 結衣 さくら ひろし たかし
 正 茂 勇 清 進 実 弘 昭 修 豊 徹 秀樹 和夫 正雄 敏夫 幸雄 義雄 辰夫 春樹 雅彦 康弘 慎一 純 薫 香織 麻衣 奈々 里奈 千尋 直美 節子 文子 サトウ スズキ タナカ ヤマダ ハナコ タロウ`;

/** Korean: family names, and what given names are made of. */
export const KOREAN_NAMES = {
  family:
    '김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모',
  given:
    '민서준지현우수진영호성은혜정미경희선숙자순옥철동상태승재원훈석기용진환규찬빈하윤도예린연아나라보람별솔주유시건형종광명병국남식근일욱혁범상길만복덕춘향화란애금분말점례월심봉필창대한세인가다해청강산바름소율채이안',
} as const;
